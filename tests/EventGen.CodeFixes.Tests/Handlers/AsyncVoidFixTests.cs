using EventGen.CodeFixes.Handlers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Handlers;

public sealed class AsyncVoidFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<HandlerAnalyzer, AsyncVoidFix>();

    [Fact]
    public Task AsyncVoid_BecomesAsyncValueTask() => s_fix.VerifyAsync(
        [
            Fixing.Placed,
            """
            namespace Shop;

            public sealed class Receipts
            {
                /// <summary>Sends it.</summary>
                [Subscribe]
                public async void {|EVG2003:Send|}(Placed e) => await Task.Yield();

                [Subscribe] public static async void {|EVG2003:Log|}(Placed e) { await Task.Yield(); }
            }

            """,
        ],
        [
            Fixing.Placed,
            """
            namespace Shop;

            public sealed class Receipts
            {
                /// <summary>Sends it.</summary>
                [Subscribe]
                public async ValueTask Send(Placed e) => await Task.Yield();

                [Subscribe] public static async ValueTask Log(Placed e) { await Task.Yield(); }
            }

            """,
        ]);

    [Theory]
    [InlineData("public class H { [Subscribe] public virtual async void {|EVG2003:On|}(Placed e) => await Task.Yield(); }")]
    [InlineData("public interface IOn { void On(Placed e); } public class H : IOn { [Subscribe] public async void {|EVG2003:On|}(Placed e) => await Task.Yield(); }")]
    [InlineData("public static class H { [Subscribe] public static async void {|EVG2003:On|}(Placed e) => await Task.Yield(); public static Action<Placed> Use => On; }")]
    public Task MethodWhoseSignatureOthersNeed_IsLeftAlone(string source) => s_fix.VerifyNotOfferedAsync(Fixing.Placed, $"namespace Shop; {source}");
}
