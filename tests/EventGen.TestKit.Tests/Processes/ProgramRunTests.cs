namespace EventGen.TestKit.Tests;

public sealed class ProgramRunTests
{
    [Fact]
    public async Task OfAsync_OfAProgramThatSucceeds_HasWhatItWrote()
    {
        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, ["--list-runtimes"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Same(run, run.Succeeded());
        Assert.Equal("", run.Errors);
        Assert.All(run.Lines, static line => Assert.StartsWith("Microsoft.", line));
        Assert.True(run.FirstLine > TimeSpan.Zero);
    }

    [Fact]
    public async Task Succeeded_OfAProgramThatFailed_ThrowsWithWhatItWrote()
    {
        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, ["exec", "missing.dll"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("missing.dll", Assert.Throws<InvalidOperationException>(run.Succeeded).Message);
    }

    [Fact]
    public Task OfAsync_WhenTheWaitIsCancelled_IsCancelled() =>
        Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProgramRun.OfAsync(ProgramRun.DotNet, ["--list-runtimes"], cancellationToken: new CancellationToken(canceled: true)));
}
