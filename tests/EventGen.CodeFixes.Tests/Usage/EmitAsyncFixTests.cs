using EventGen.CodeFixes.Usage;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Usage;

public sealed class EmitAsyncFixTests
{
    private const string Handlers = "\npublic static class Receipts\n{\n    [Subscribe] public static ValueTask SendAsync(Placed e) => default;\n}\n";

    private static readonly CodeFixHarness s_fix = Fixing.Of<BlockingEmitAnalyzer, EmitAsyncFix>();

    [Fact]
    public Task Emit_BecomesAnAwaitedEmitAsync() => s_fix.VerifyAsync(
        WithHandlers(
            """
                public async Task PlaceAsync()
                {
                    await Task.Yield();
                    // Tell everybody.
                    topic.[|Emit|](e);
                    Events.Placed.[|Emit|](number: 1, customer: "c");
                    Func<Task> later = async () => { await Task.Yield(); topic.[|Emit|](e); };
                    await later();
                }
            """),
        WithHandlers(
            """
                public async Task PlaceAsync()
                {
                    await Task.Yield();
                    // Tell everybody.
                    await topic.EmitAsync(e);
                    await Events.Placed.EmitAsync(number: 1, customer: "c");
                    Func<Task> later = async () => { await Task.Yield(); await topic.EmitAsync(e); };
                    await later();
                }
            """));

    [Fact]
    public Task BehindAConditionalAccess_NothingIsOffered() => s_fix.VerifyNotOfferedAsync(
        WithHandlers("public async Task PlaceAsync() { await Task.Yield(); topic?.[|Emit|](e); }"));

    private static SourceFile[] WithHandlers(string members)
    {
        var files = Fixing.Desk(members);
        return [files[0] with { Text = files[0].Text + Handlers }, files[1]];
    }
}
