using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class EmitCycleAnalyzerTests
{
    private const string Events =
        "namespace Shop; [Event] public record OrderPlaced(int N); [Event] public record StockLow(int N); [Event] public record Reordered(int N);";

    // Another project may have another desk.
    private const string OnePublicDesk =
        "[Subscribe] public static void A(OrderPlaced e, IDesk desk) => desk.Ask(); public interface IDesk { void Ask(); } class Desk : IDesk { public void Ask() => Events.OrderPlaced.Emit(1); }";

    private static readonly AnalyzerHarness s_circles = new(static () => new EmitCycleAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    [Theory, Fires("EVG2008")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Events.OrderPlaced.{|EVG2008:Emit|}(e);", "OrderPlaced -> OrderPlaced")]
    [InlineData("[Subscribe] public static void B(StockLow e) => Events.OrderPlaced.Emit(1); [Subscribe] public static void A(OrderPlaced e) => Events.StockLow.{|EVG2008:Emit|}(1);", "OrderPlaced -> StockLow -> OrderPlaced")]
    [InlineData("[Subscribe] public static async Task A(OrderPlaced e, EventBus bus) => await bus.Topic<StockLow>().{|EVG2008:InvokeAsync|}(new(1)); [Subscribe] public static async Task B(StockLow e) { if (e.N > 0) await Events.Reordered.EmitAsync(1); } [Subscribe] public static void C(Reordered e) { Action later = () => Events.OrderPlaced.TryEnqueue(1); later(); }", "OrderPlaced -> StockLow -> Reordered -> OrderPlaced")]
    public async Task Circle_IsReportedOnceWithTheWayRound(string handlers, string way)
    {
        var reported = await s_circles.VerifyAsync(Events, Handlers(handlers));

        Assert.Equal(
            [$"Handlers emit in a circle that may never end: {way}; take one of the emits out, or make sure that a condition ends it"],
            reported.Select(static found => found.GetMessage()));
        Assert.Equal(way.Split("->").Length - 2, reported[0].AdditionalLocations.Count);
    }

    [Theory, Fires("EVG2008")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Again(); static void Again() => Events.OrderPlaced.{|EVG2008:Emit|}(1);", "OrderPlaced -> OrderPlaced (by H.Again)")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { if (e.N > 0) Desk.Ask<int>(e.N); } [Subscribe] public static Task B(StockLow e) => Task.Run(() => Local()); static void Local() { Do(); void Do() => Events.OrderPlaced.Emit(1); } static class Desk { public static void Ask<T>(T n) => Tell(n); static void Tell<T>(T n) => new Clerk<T>().Note(n); } partial class Clerk<T> { public void Note(T n) => Write(); partial void Write(); } partial class Clerk<T> { partial void Write() => Events.StockLow.{|EVG2008:Emit|}(1); }",
        "OrderPlaced -> StockLow (by Clerk.Write) -> OrderPlaced (by H.Do)")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => C1(); static void C1() => C2(); static void C2() => C3(); static void C3() => C4(); static void C4() => C5(); static void C5() => C6(); static void C6() => C7(); static void C7() => C8(); static void C8() => Events.OrderPlaced.{|EVG2008:Emit|}(1);", "OrderPlaced -> OrderPlaced (by H.C8)")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Round(3); static void Round(int n) { if (n > 0) Back(n - 1); } static void Back(int n) { Round(n); Events.OrderPlaced.{|EVG2008:Emit|}(1); }", "OrderPlaced -> OrderPlaced (by H.Back)")]
    public async Task CircleThroughMethodsThatHandlersCall_IsReportedAtTheEmit(string handlers, string way)
    {
        var reported = await s_circles.VerifyAsync(Events, Handlers(handlers));

        Assert.Contains($": {way}; take one", Assert.Single(reported).GetMessage());
    }

    [Theory, Fires("EVG2008")]
    [InlineData("[Subscribe] internal static void A(OrderPlaced e, IDesk desk) => desk.Ask(); internal interface IDesk { void Ask(); } class Desk : IDesk { public void Ask() => Events.OrderPlaced.{|EVG2008:Emit|}(1); }", "Desk.Ask")]
    [InlineData("[Subscribe] internal static void A(OrderPlaced e, IDesk desk) => desk?.Ask(); internal interface IDesk { void Ask(); } abstract class Base { public void Ask() => Events.OrderPlaced.{|EVG2008:Emit|}(1); } class Desk : Base, IDesk; class Bar : Base, IDesk;", "Base.Ask")]
    [InlineData("[Subscribe] internal static void A(OrderPlaced e, IDesk desk) => desk.Ask(); internal interface IDesk { void Ask(); } class Desk : IDesk { void IDesk.Ask() => Tell(); void Tell() => Events.OrderPlaced.{|EVG2008:Emit|}(1); }", "Desk.Tell")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Make().Ask(); static Desk Make() => new Bar(); internal abstract class Desk { public abstract void Ask(); } class Bar : Desk { public override void Ask() => Events.OrderPlaced.{|EVG2008:Emit|}(1); }", "Bar.Ask")]
    [InlineData("[Subscribe] public static Task A(OrderPlaced e) => Task.Run(Tell); static void Tell() => Events.OrderPlaced.{|EVG2008:Emit|}(1);", "H.Tell")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Action later = Tell; later(); } static void Tell() => Events.OrderPlaced.{|EVG2008:Emit|}(1);", "H.Tell")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Events.StockLow.Subscribe(Make()); } static Action<StockLow> Make() { Events.OrderPlaced.{|EVG2008:Emit|}(1); return _ => { }; }", "H.Make")]
    public async Task CircleThroughWhatCanOnlyBeOneMethod_IsReported(string handlers, string by)
    {
        var reported = await (s_circles with { AllowedDiagnostics = ["CS8604"] }).VerifyAsync(Events, Handlers(handlers));

        Assert.Contains($": OrderPlaced -> OrderPlaced (by {by}); take one", Assert.Single(reported).GetMessage());
    }

    [Fact, Fires("EVG2008")]
    public Task CircleThroughAPublicInterface_IsReportedInAProgram() => (s_circles with { Project = Project.Setup with { OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication } }).VerifyAsync(
        Events, Handlers(OnePublicDesk.Replace("Emit", "{|EVG2008:Emit|}", StringComparison.Ordinal) + " static void Main() { }"));

    [Theory, Silent("EVG2008")]
    [InlineData(OnePublicDesk)]
    [InlineData("[Subscribe] internal static void A(OrderPlaced e, IDesk desk) => desk.Ask(); internal interface IDesk { void Ask(); } class Desk : IDesk { public void Ask() => Events.OrderPlaced.Emit(1); } class Quiet : IDesk { public void Ask() { } }")]
    [InlineData("[Subscribe] internal static void A(OrderPlaced e, IDesk desk) => desk.Ask(); internal interface IDesk { void Ask() { } } class Desk : IDesk { public void Ask() => Events.OrderPlaced.Emit(1); } class Quiet : IDesk;")]
    [InlineData("[Subscribe] internal static void A(OrderPlaced e, IDesk<int> desk) => desk.Ask(); internal interface IDesk<T> { void Ask(); } class Desk : IDesk<string> { public void Ask() => Events.OrderPlaced.Emit(1); }")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Make().Ask(); static Desk Make() => new(); internal class Desk { public virtual void Ask() { } } class Bar : Desk { public override void Ask() => Events.OrderPlaced.Emit(1); }")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Events.StockLow.Subscribe((StockLow s) => Events.OrderPlaced.Emit(1)); Events.StockLow.Subscribe((StockLow s) => Tell()); } static void Tell() => Events.OrderPlaced.Emit(1);")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Action<StockLow> tell = null!; Events.StockLow.Subscribe(tell); Events.StockLow.Subscribe(Tell); Events.StockLow.Unsubscribe(Tell); } static void Tell(StockLow e) => Events.OrderPlaced.Emit(1);")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Events.StockLow.Subscribe(Tell); void Tell(StockLow s) => Events.OrderPlaced.Emit(1); }")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Happened += Tell; Happened += () => Events.OrderPlaced.Emit(1); } static event Action? Happened; static void Tell() { Events.OrderPlaced.Emit(1); Happened?.Invoke(); }")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Console.WriteLine(nameof(Tell)); static void Tell() => Events.OrderPlaced.Emit(1);")]
    public Task WhatMayBeAnotherMethodOrLater_IsNotReported(string handlers) => s_circles.VerifyAsync(Events, Handlers(handlers));

    [Fact, Fires("EVG2008")]
    public async Task CirclesThatShareAnEvent_AreReportedEach()
    {
        var reported = await s_circles.VerifyAsync(
            Events,
            Handlers(
                """
                [Subscribe] public static void A(OrderPlaced e) { Events.StockLow.{|EVG2008:Emit|}(1); Events.Reordered.{|EVG2008:Emit|}(1); }
                [Subscribe] public static void B(StockLow e) => Events.OrderPlaced.Emit(1);
                [Subscribe] public static void C(Reordered e) => Events.OrderPlaced.Emit(1);
                """));

        Assert.Contains("OrderPlaced -> StockLow -> OrderPlaced", reported[0].GetMessage());
        Assert.Contains("OrderPlaced -> Reordered -> OrderPlaced", reported[1].GetMessage());
    }

    [Theory, Silent("EVG2008")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) { Events.StockLow.Emit(1); Events.Reordered.Emit(1); } [Subscribe] public static void B(StockLow e) => Events.Reordered.Emit(1);")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Events.OrderPlaced.Subscribe((OrderPlaced o) => { }); public static void B(StockLow e) => Events.StockLow.Emit(e);")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => Tell(e); static void Tell(OrderPlaced e) => Events.StockLow.Emit(1); static void Uncalled() => Events.OrderPlaced.Emit(1);")]
    [InlineData("[Subscribe] public static void A(OrderPlaced e) => C1(); static void C1() => C2(); static void C2() => C3(); static void C3() => C4(); static void C4() => C5(); static void C5() => C6(); static void C6() => C7(); static void C7() => C8(); static void C8() => C9(); static void C9() => Events.OrderPlaced.Emit(1);")]
    public Task WaysThatEnd_AreNotReported(string handlers) => s_circles.VerifyAsync(Events, Handlers(handlers));

    private static string Handlers(string handlers) => $"namespace Shop; public static class H {{ {handlers} }}";
}
