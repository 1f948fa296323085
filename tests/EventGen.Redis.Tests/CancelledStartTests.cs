using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventGen.Redis.Tests;

/// <summary>A program that is told to end while its start waits for a server that does not answer.</summary>
public sealed class CancelledStartTests
{
    [Fact]
    public async Task SigTerm_WhileTheStartWaitsForTheServer_EndsTheProgramInOrder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        string address = string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        using var program = Process.Start(ProgramRun.StartInfo(
            ProgramRun.DotNet,
            [Path.Combine(AppContext.BaseDirectory, "Archive.dll"), $"--EventGen:RedisAddress={address}", "--EventGen:Publishers:redis:Enabled=true", "--EventGen:Publishers:redis:Receive=true"],
            AppContext.BaseDirectory))!;
        try
        {
            program.StandardInput.Close();   // what it reads once it has started
            var (output, errors) = (program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            using var connection = await Deadline.WithinAsync(silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask(), "the program to connect", Suite.Patience);

            using (var kill = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Deadline.WithinAsync(program.WaitForExitAsync(TestContext.Current.CancellationToken), "the program to end", Suite.Patience);

            Assert.True(program.ExitCode == 0, $"{program.ExitCode}: {await output}{await errors}");
            Assert.DoesNotContain("failed to start", await errors, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", await errors, StringComparison.Ordinal);
        }
        finally
        {
            if (!program.HasExited) program.Kill();
        }
    }
}
