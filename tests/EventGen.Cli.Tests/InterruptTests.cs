using System.Diagnostics;

namespace EventGen.Cli.Tests;

/// <summary>A command that is interrupted does not look as if it had done what it was asked for.</summary>
public sealed class InterruptTests
{
    private const string EndlessEvents = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    [Fact]
    public async Task Operation_ThatGoesOnWithoutTheCommand_IsNotFine()
    {
        await using var server = HostileServer.OfBody("""{"id":"op-7","state":"running"}""", status: "202 Accepted");

        var (exitCode, errors) = await InterruptAsync(server, "GET /eventgen/operations/", "dead-letters", "replay", "--all");

        Assert.Equal((130, "The application goes on with it, as operation op-7."), (exitCode, errors.Trim()));
    }

    [Fact]
    public async Task Question_ThatWasNotAnswered_IsNotFine()
    {
        await using var server = HostileServer.OfSilence("");

        Assert.Equal((130, ""), await InterruptAsync(server, "GET /eventgen/status", "status"));
    }

    [Fact]
    public async Task Following_EndsByIt()
    {
        await using var server = HostileServer.OfSilence(EndlessEvents);
        Assert.Equal((0, ""), await InterruptAsync(server, "GET /eventgen/live", "tail"));

        await using var watched = HostileServer.OfBody("""{"status":"healthy"}""");
        Assert.Equal((0, ""), await InterruptAsync(watched, "GET /eventgen/status", "status", "--watch"));
    }

    [Fact]
    public async Task Following_ForSoManyLines_IsNotFineBeforeThem()
    {
        await using var server = HostileServer.OfSilence(EndlessEvents);

        Assert.Equal((130, ""), await InterruptAsync(server, "GET /eventgen/live", "tail", "--count", "2"));
    }

    private static async Task<(int ExitCode, string Errors)> InterruptAsync(HostileServer server, string request, params string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var command = Process.Start(ProgramRun.StartInfo(ProgramRun.DotNet, ["exec", Eventgen.Program, .. arguments, "--url", server.Url]))!;
        var errors = command.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await Eventually.TrueAsync(() => server.Requests.Any(line => line.StartsWith(request, StringComparison.Ordinal)));
            ProcessSignal.Send(command.Id, ProcessSignal.Terminate);
            await command.WaitForExitAsync(cancellation);
        }
        finally
        {
            command.Kill();
        }

        return (command.ExitCode, await errors);
    }
}
