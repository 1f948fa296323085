using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class CircleAnalyzerTests
{
    private const string Events =
        "namespace Shop; [Event] public record OrderPlaced(int N); [Event] public record StockLow(int N); [Event] public record Reordered(int N);";

    private static readonly AnalyzerHarness s_circles = new(static () => new CircleAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    [Theory, Fires("EVG2008")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Events.OrderPlaced.[|Emit|](e);", "OrderPlaced -> OrderPlaced")]
    [InlineData("[Subscribe] public static void B(StockLow e) => Events.OrderPlaced.Emit(1); [Subscribe] public static void A(OrderPlaced e) => Events.StockLow.[|Emit|](1);", "OrderPlaced -> StockLow -> OrderPlaced")]
    [InlineData("[Subscribe] public static async Task A(OrderPlaced e, EventBus bus) => await bus.Topic<StockLow>().[|InvokeAsync|](new(1)); [Subscribe] public static async Task B(StockLow e) { if (e.N > 0) await Events.Reordered.EmitAsync(1); } [Subscribe] public static void C(Reordered e) { Action later = () => Events.OrderPlaced.TryEnqueue(1); later(); }", "OrderPlaced -> StockLow -> Reordered -> OrderPlaced")]
    public async Task Circle_IsReportedOnceWithTheWayRound(string handlers, string way)
    {
        var reported = await s_circles.VerifyAsync(Events, Handlers(handlers));

        Assert.Equal(
            [$"Handlers emit in a circle that may never end: {way}; take one of the emits out, or make sure that a condition ends it"],
            reported.Select(static found => found.GetMessage()));
        Assert.Equal(way.Split("->").Length - 2, reported[0].AdditionalLocations.Count);
    }

    [Fact, Fires("EVG2008")]
    public async Task CirclesThatShareAnEvent_AreReportedEach()
    {
        var reported = await s_circles.VerifyAsync(
            Events,
            Handlers(
                """
                [Subscribe] public static void A(OrderPlaced e) { Events.StockLow.[|Emit|](1); Events.Reordered.[|Emit|](1); }
                [Subscribe] public static void B(StockLow e) => Events.OrderPlaced.Emit(1);
                [Subscribe] public static void C(Reordered e) => Events.OrderPlaced.Emit(1);
                """));

        Assert.Contains("OrderPlaced -> StockLow -> OrderPlaced", reported[0].GetMessage());
        Assert.Contains("OrderPlaced -> Reordered -> OrderPlaced", reported[1].GetMessage());
    }

    [Theory, Silent("EVG2008")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Events.StockLow.Emit(1); Events.Reordered.Emit(1); } [Subscribe] public static void B(StockLow e) => Events.Reordered.Emit(1);")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Events.OrderPlaced.Subscribe((OrderPlaced o) => { }); public static void B(StockLow e) => Events.StockLow.Emit(e);")]
    public Task WaysThatEnd_AreNotReported(string handlers) => s_circles.VerifyAsync(Events, Handlers(handlers));

    private static string Handlers(string handlers) => $"namespace Shop; public static class H {{ {handlers} }}";
}
