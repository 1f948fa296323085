using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrderDesk.Tests.Running;

public sealed class StopTests
{
    [Fact]
    public async Task Terminate_WhileTheFeedGoesOn_HandlesWhatWasReadAndSumsUp()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var desk = DeskProcess.Start("-");
        byte[] orders = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(static number => FeedText.Order(number) + '\n')));
        await desk.Input.WriteAsync(orders, TestContext.Current.CancellationToken);
        await desk.Input.WriteAsync("nonsense\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await desk.ErrorAsync("line 5001: not JSON (error at byte 2)");
        var endless = WriteUntilClosedAsync(desk.Input, orders);

        desk.AskToStop();

        var result = await desk.EndAsync();
        await endless;
        Assert.Equal(result["read"], result["placed"] + result["rejected"]);
        Assert.Equal(result["placed"], result["receipts"]);
        Assert.Equal(result["placed"], result["published"]);
        Assert.Equal(1, result["rejected"]);
        Assert.InRange(result["placed"], 5000, long.MaxValue);
        Assert.Equal(0, result["failed"]);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Terminate_WhileTheFeedIsSilent_SumsUp()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var desk = DeskProcess.Start("-");
        await desk.Input.WriteAsync(Encoding.UTF8.GetBytes($"{FeedText.Order(1)}\nnonsense\n{FeedText.Order(2)[..20]}"), TestContext.Current.CancellationToken);
        await desk.ErrorAsync("line 2: not JSON (error at byte 2)");

        desk.AskToStop();

        var result = await desk.EndAsync();
        Assert.Equal("read=2 placed=1 rejected=1 receipts=1 published=1 stock_low=0 failed=0", result.LastLine);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Terminate_WhileHandlersHang_DrainsForTheTimeoutAndReportsTheRest()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var mail = new ClosedMailbox();
        using var desk = DeskProcess.Start("-", "--receipts", mail.Path, "--drain-timeout", "1");
        var endless = await LoadAsync(desk);

        desk.AskToStop();

        var result = await desk.EndAsync();
        await endless;
        string rest = Assert.Single(result.Errors, static error => error.StartsWith("Not everything was handled in time: ", StringComparison.Ordinal));
        Assert.Matches(@": [1-9]\d* x order\.placed never handled, (\d+ x order\.placed cut off by the stop, )?\d+ still running \(.+\)\.$", rest);
        Assert.InRange(result["read"], Accepted, long.MaxValue);
        Assert.InRange(result["receipts"], 0, Accepted - 1);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Terminate_Twice_EndsAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var mail = new ClosedMailbox();
        using var desk = DeskProcess.Start("-", "--receipts", mail.Path, "--drain-timeout", "86400");
        var endless = await LoadAsync(desk);

        desk.AskToStop();
        await desk.ErrorAsync("Stopping: what was accepted is handled within 86400 s; a second signal ends at once.");
        desk.AskToStop();

        var result = await desk.EndAsync();
        await endless;
        Assert.Equal(128 + 15, result.ExitCode);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Terminate_WhileItsServerWaitsForABroker_IsAnOrdinaryEnd()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var desk = DeskProcess.Start("--serve", $"{port}", "--redis", $"redis://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        using var connection = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        desk.AskToStop();

        var result = await desk.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(result.Errors, static error => error.Contains("Exception", StringComparison.Ordinal));
    }

    // More than a pipe that nobody reads takes receipts, fewer than the queue takes besides.
    private const int Accepted = 1300;

    // Orders until the desk has accepted that many, and more for as long as it runs.
    private static async Task<Task> LoadAsync(DeskProcess desk)
    {
        byte[] orders = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Accepted).Select(static number => FeedText.Order(number) + '\n')));
        await desk.Input.WriteAsync(orders, TestContext.Current.CancellationToken);
        await desk.Input.WriteAsync("nonsense\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await desk.ErrorAsync($"line {Accepted + 1}: not JSON (error at byte 2)");
        return WriteUntilClosedAsync(desk.Input, orders);
    }

    private static async Task WriteUntilClosedAsync(Stream input, byte[] orders)
    {
        try
        {
            while (true) await input.WriteAsync(orders, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The desk has ended and its end of the pipe with it.
        }
    }
}
