using EventGen.TestKit;

namespace Depot.App.Tests;

/// <summary>A program whose bus nobody has configured, and whose standard error takes nothing.</summary>
public sealed class StandardErrorTests
{
    private const string Expected = "200 seen, 200 written, 200 failed, 200 dead letters, complete: True";

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData("2>/dev/null")]
    public async Task StandardErrorThatIsFullOrClosed_EndsNoHandlerAndNoWorker(string redirection)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The redirections are those of a shell on Linux.");
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.Night.dll");

        var run = await ProgramRun.OfAsync("/bin/sh", ["-c", $"exec \"$0\" \"$1\" {redirection}", ProgramRun.DotNet, program], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Expected, Assert.Single(run.Succeeded().Lines));
    }

    [Fact]
    public async Task StandardErrorThatWorks_HasEveryFailure()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Depot.Night.dll");

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, [program], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Expected, Assert.Single(run.Succeeded().Lines));
        Assert.Equal(200, run.Errors.Split("EventGen: Handler 'Depot.Night.Lock.Fail' failed").Length - 1);
    }

    [Fact]
    public async Task ProgramThatEndsWithoutStoppingItsBus_IsToldWhatItLoses()
    {
        var run = await ForgetAsync("hanging");

        Assert.Matches(@"^EventGen: The process ends, and the event bus that was made on first use has not been stopped: .* In its queue: 3, being handled: [1-9]\d*, waiting for another attempt: 0\. Await EventBus\.Current\.StopAsync\(\)", run.Errors);
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("stopped")]
    public async Task ProgramThatLosesNothing_IsToldNothing(string what) => Assert.Empty((await ForgetAsync(what)).Errors);

    private static async Task<ProgramRun> ForgetAsync(string what) => (await ProgramRun.OfAsync(
        ProgramRun.DotNet, [Path.Combine(AppContext.BaseDirectory, "Depot.Night.dll"), "forget", what], cancellationToken: TestContext.Current.CancellationToken)).Succeeded();
}
