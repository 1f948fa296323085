using EventGen.CodeFixes.Usage;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Usage;

public sealed class AwaitEmitFixTests
{
    private static readonly CodeFixHarness s_fix = Awaited();

    [Fact]
    public Task SynchronousMethod_BecomesAsynchronousOnce() => s_fix.VerifyAsync(
        Fixing.Desk(
            """
                // Places it twice.
                public void Place()
                {
                    // First by the queue.
                    topic.{|EVG4002:EmitAsync|}(e);
                    topic.{|EVG4002:InvokeAsync|}(1, "c").AsTask();
                }

                void Short() => topic.{|EVG4002:EmitAsync|}(e);
            """),
        Fixing.Desk(
            """
                // Places it twice.
                public async Task Place()
                {
                    // First by the queue.
                    await topic.EmitAsync(e);
                    await topic.InvokeAsync(1, "c").AsTask();
                }

                async Task Short() => await topic.EmitAsync(e);
            """));

    [Fact]
    public Task AsynchronousFunctions_Await() => s_fix.VerifyAsync(
        Fixing.Desk(
            """
                public async Task PlaceAsync()
                {
                    await Task.Yield();
                    topic.{|EVG4002:EmitAsync|}(e);
                    Func<Task> again = async () => { topic.{|EVG4002:EmitAsync|}(e); await Task.Yield(); };
                    await again();
                }
            """),
        Fixing.Desk(
            """
                public async Task PlaceAsync()
                {
                    await Task.Yield();
                    await topic.EmitAsync(e);
                    Func<Task> again = async () => { await topic.EmitAsync(e); await Task.Yield(); };
                    await again();
                }
            """));

    [Fact]
    public Task Handler_ReturnsValueTask() => s_fix.VerifyAsync(
        [Fixing.Placed, "namespace Shop;\n\npublic static class H\n{\n    [Subscribe]\n    public static void On(Placed e, EventBus bus) => bus.Topic<Placed>().{|EVG4002:EmitAsync|}(e);\n}\n"],
        [Fixing.Placed, "namespace Shop;\n\npublic static class H\n{\n    [Subscribe]\n    public static async ValueTask On(Placed e, EventBus bus) => await bus.Topic<Placed>().EmitAsync(e);\n}\n"]);

    [Fact]
    public Task LocalFunction_BecomesAsynchronous() => s_fix.VerifyAsync(
        Fixing.Desk("    public void Place() { Now(); void Now() { topic.{|EVG4002:EmitAsync|}(e); } }"),
        Fixing.Desk("    public void Place() { Now(); async Task Now() { await topic.EmitAsync(e); } }"));

    [Theory]
    [InlineData("public Desk Place() { topic.{|EVG4002:EmitAsync|}(e); return this; }")]
    [InlineData("public override string ToString() { topic.{|EVG4002:EmitAsync|}(e); return \"\"; }")]
    [InlineData("public void Place(ref int number) { topic.{|EVG4002:EmitAsync|}(e); number++; }")]
    [InlineData("public Action Act => Place; void Place() { topic.{|EVG4002:EmitAsync|}(e); }")]
    [InlineData("public Action Place() => () => topic.{|EVG4002:EmitAsync|}(e);")]
    [InlineData("public int Number { get { topic.{|EVG4002:EmitAsync|}(e); return 1; } }")]
    [InlineData("public async Task PlaceAsync() { lock (this) { topic.{|EVG4002:EmitAsync|}(e); } await Task.Yield(); }")]
    [InlineData("public async Task PlaceAsync() { topic?.{|EVG4002:EmitAsync|}(e); await Task.Yield(); }")]
    [InlineData("public class Inner : IDisposable { public void Dispose() { Events.Placed.{|EVG4002:EmitAsync|}(1, \"c\"); } }")]
    public Task WhereNothingCanBeAwaited_NothingIsOffered(string members) => s_fix.VerifyNotOfferedAsync(Fixing.Desk(members));

    // The compiler's own word for it, in asynchronous methods.
    private static CodeFixHarness Awaited()
    {
        var fix = Fixing.Of<LostResultAnalyzer, AwaitEmitFix>();
        return fix with { Analysis = fix.Analysis with { AllowedDiagnostics = ["CS4014"] } };
    }
}
