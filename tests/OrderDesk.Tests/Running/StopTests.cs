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
