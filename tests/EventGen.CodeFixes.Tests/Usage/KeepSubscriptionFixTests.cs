using EventGen.CodeFixes.Usage;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Usage;

public sealed class KeepSubscriptionFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<LostSubscriptionAnalyzer, KeepSubscriptionFix>();

    [Fact]
    public Task Subscription_IsKeptUntilTheBlockEnds() => s_fix.VerifyAsync(
        Fixing.Desk(
            """
                public void Open()
                {
                    // Shows every order.
                    topic.[|Subscribe|](order => Console.WriteLine(order));
                    topic.Emit(e);
                }
            """),
        Fixing.Desk(
            """
                public void Open()
                {
                    // Shows every order.
                    using var subscription = topic.Subscribe(order => Console.WriteLine(order));
                    topic.Emit(e);
                }
            """));

    [Fact]
    public Task SeveralSubscriptions_GetNamesOfTheirOwn() => s_fix.VerifyAsync(
        Fixing.Desk(
            """
                public void Open(int subscription2)
                {
                    topic.[|Subscribe|](order => Console.WriteLine(order));
                    if (subscription2 > 0)
                    {
                        topic.[|Subscribe|](order => Console.WriteLine(subscription2));
                    }
                }

                public void Again()
                {
                    topic.[|Subscribe|](order => Console.WriteLine(order));
                }
            """),
        Fixing.Desk(
            """
                public void Open(int subscription2)
                {
                    using var subscription = topic.Subscribe(order => Console.WriteLine(order));
                    if (subscription2 > 0)
                    {
                        using var subscription3 = topic.Subscribe(order => Console.WriteLine(subscription2));
                    }
                }

                public void Again()
                {
                    using var subscription = topic.Subscribe(order => Console.WriteLine(order));
                }
            """));

    [Theory]
    [InlineData("public void Open() => topic.[|Subscribe|](order => { });")]
    [InlineData("public void Open(bool now) { if (now) topic.[|Subscribe|](order => { }); }")]
    [InlineData("public void Open(int now) { switch (now) { case 1: topic.[|Subscribe|](order => { }); break; } }")]
    [InlineData("public Action Open() => () => topic.[|Subscribe|](order => { });")]
    public Task WhereNoDeclarationCanStand_NothingIsOffered(string members) => s_fix.VerifyNotOfferedAsync(Fixing.Desk(members));
}
