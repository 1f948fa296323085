using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class LostSubscriptionAnalyzerTests
{
    private static readonly AnalyzerHarness s_usage = UsageProject.With<LostSubscriptionAnalyzer>();

    [Theory]
    [Fires("EVG4001")]
    [InlineData("void M() { topic.[|Subscribe|](e => { }); }")]
    [InlineData("void M() => topic.[|Subscribe|](e => { });")]
    [InlineData("void M() { topic?.[|Subscribe|](e => { }); }")]
    [InlineData("void M() { bus.Topic<Placed>().[|Subscribe|](async e => await Task.Yield()); }")]
    [InlineData("void M() { Events.Placed.[|Subscribe|]((e, context) => { }); }")]
    [InlineData("void On(Placed e) { } void M() { topic.[|Subscribe|](On); }")]
    [InlineData("void M() { Action act = () => topic.[|Subscribe|](e => { }); act(); }")]
    [InlineData("Desk Me { get { topic.[|Subscribe|](e => { }); return this; } }")]
    [InlineData("class Inner(EventTopic<Placed> topic) { void M() { topic.[|Subscribe|](e => { }); } }")]
    [InlineData("void On(Placed e) { } void M() { topic.[|Subscribe|](On); bus.Topic<Placed>().Unsubscribe(() => { }); }")]
    public async Task Subscription_ThatIsThrownAway_IsReported(string members)
    {
        var reported = await s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));

        Assert.Equal(
            "The subscription of 'Shop.Placed' is thrown away, so nothing can end it; keep it and dispose it, or assign it to '_' if it lives as long as the process",
            Assert.Single(reported).GetMessage());
    }

    [Theory]
    [Silent("EVG4001")]
    [InlineData("void M() { using var subscription = topic.Subscribe(e => { }); }")]
    [InlineData("void M() { using (topic.Subscribe(e => { })) { } }")]
    [InlineData("EventSubscription M() => topic.Subscribe(e => { });")]
    [InlineData("void M(List<EventSubscription> all) => all.Add(topic.Subscribe(e => { }));")]
    [InlineData("void M() { _ = topic.Subscribe(e => { }); }")]
    [InlineData("void M() { topic.Subscribe(e => { }).Dispose(); }")]
    [InlineData("void M() { EventBus.Null.Topic<Placed>().Subscribe(e => { }); }")]
    [InlineData("void On(Placed e) { } void M() { topic.Subscribe(On); } void N() { topic.Unsubscribe(On); }")]
    [InlineData("void M() { Action<Placed> on = e => { }; topic.Subscribe(on); topic.Unsubscribe(on); }")]
    [InlineData("Action<Placed> on = e => { }; void M() { topic.Subscribe(on); } class Inner { void N(Desk desk) => desk.End(); } void End() => topic.Unsubscribe(on);")]
    [InlineData("void Subscribe(Action<Placed> on) { } void M() { Subscribe(e => { }); }")]
    public Task Subscription_ThatCanBeEnded_IsNotReported(string members) =>
        s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));

    [Theory]
    [Silent("EVG4001")]
    [InlineData("async Task M() { await using var own = EventBus.Create(b => { }); own.Topic<Placed>().Subscribe(e => { }); }")]
    [InlineData("void M() { using (var own = EventBus.Create(b => { })) own.Topic<Placed>().Subscribe(e => { }); }")]
    [InlineData("void M() { using (bus) { bus.Topic<Placed>().Subscribe(e => { }); } }")]
    [InlineData("async Task M() { var own = EventBus.Create(b => { }); await using var _ = own.ConfigureAwait(false); own.Topic<Placed>().Subscribe(e => { }); }")]
    [InlineData("async Task M() { var own = EventBus.Create(b => { }); try { own.Topic<Placed>().Subscribe(e => { }); } finally { await own.DisposeAsync(); } }")]
    [InlineData("async Task M() { EventBus? own = EventBus.Create(b => { }); own?.Topic<Placed>().Subscribe(e => { }); own?.Dispose(); await Task.Yield(); }")]
    [InlineData("async Task M() { var own = EventBus.Create(b => { }); own.Topic<Placed>().Subscribe(e => { }); await own.StopAsync(); }")]
    [InlineData("void M() { using var own = EventBus.Create(b => { }); var placed = own.Topic<Placed>(); placed.Subscribe(e => { }); }")]
    [InlineData("void M() { using var own = EventBus.Create(b => { }); using (EventBus.Use(own)) { Events.Placed.Subscribe(e => { }); EventBus.Current.Topic<Placed>().Subscribe(e => { }); } }")]
    [InlineData("void M() { using var own = EventBus.Create(b => { }); using var use = EventBus.Use(own); Events.Placed.Subscribe(e => { }); }")]
    [InlineData("interface IHost : IDisposable { IServiceProvider Services { get; } } void M(Func<IHost> build) { using var host = build(); ((EventBus)host.Services.GetService(typeof(EventBus))!).Topic<Placed>().Subscribe(e => { }); }")]
    [InlineData("void M(int[] all) { using var own = EventBus.Create(b => { }); foreach (int one in all) own.Topic<Placed>().Subscribe(e => Console.Write(one)); }")]
    [InlineData("void M() { while (true) { using var own = EventBus.Create(b => { }); own.Topic<Placed>().Subscribe(e => { }); } }")]
    public Task Subscription_ThatEndsWithItsBus_IsNotReported(string members) =>
        s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));

    [Theory]
    [Fires("EVG4001")]
    [InlineData("void M() { using var own = EventBus.Create(b => { }); bus.Topic<Placed>().[|Subscribe|](e => { }); }")]
    [InlineData("void M() { var own = EventBus.Create(b => { }); own.Topic<Placed>().[|Subscribe|](e => { }); }")]
    [InlineData("void M() { using var own = EventBus.Create(b => { }); while (true) own.Topic<Placed>().[|Subscribe|](e => { }); }")]
    [InlineData("async Task M(IAsyncEnumerable<int> all) { await using var own = EventBus.Create(b => { }); await foreach (int one in all) own.Topic<Placed>().[|Subscribe|](e => { }); }")]
    [InlineData("void M(Action<Action> map) { using var own = EventBus.Create(b => { }); map(() => own.Topic<Placed>().[|Subscribe|](e => { })); }")]
    [InlineData("EventBus _own = EventBus.Create(b => { }); void M() { _own.Topic<Placed>().[|Subscribe|](e => { }); } void End() => _own.Dispose();")]
    [InlineData("void M() { using var own = EventBus.Create(b => { }); using (EventBus.Use(own)) { } Events.Placed.[|Subscribe|](e => { }); }")]
    [InlineData("void M() { using (EventBus.Use(bus)) { Events.Placed.[|Subscribe|](e => { }); } }")]
    [InlineData("void M() { var own = EventBus.Create(b => { }); own.Topic<Placed>().[|Subscribe|](e => { }); } void N() { var own = EventBus.Create(b => { }); own.Dispose(); }")]
    public Task Subscription_ThatItsBusOutlives_IsReported(string members) =>
        s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));

    [Theory]
    [Silent("EVG4001")]
    [InlineData("class F : IDisposable { EventBus _own = EventBus.Create(b => { }); public F() { _own.Topic<Placed>().Subscribe(e => { }); } public void Dispose() => _own.Dispose(); }")]
    [InlineData("class F : IAsyncDisposable { EventBus? _own; void Open() { _own = EventBus.Create(b => { }); _own.Topic<Placed>().Subscribe(e => { }); } public async ValueTask DisposeAsync() => await (_own?.DisposeAsync() ?? default); }")]
    [InlineData("class F : IAsyncDisposable { EventBus? _own; void Open() { _own = EventBus.Create(b => { }); _own.Topic<Placed>().Subscribe(e => { }); } public async ValueTask DisposeAsync() { if (_own is not null) await _own.DisposeAsync(); } }")]
    [InlineData("class F : IAsyncDisposable { EventBus? _own; void Open() { _own = EventBus.Create(b => { }); _own.Topic<Placed>().Subscribe(e => { }); } public async ValueTask DisposeAsync() { if (_own is { } open) await open.DisposeAsync(); } }")]
    [InlineData("class F : IDisposable { EventBus? _own; void Open() { _own = EventBus.Create(b => { }); _own.Topic<Placed>().Subscribe(e => { }); } public void Dispose() => Interlocked.Exchange(ref _own, null)?.Dispose(); }")]
    [InlineData("class F : IDisposable { EventBus? _own; void Open() { _own = EventBus.Create(b => { }); _own.Topic<Placed>().Subscribe(e => { }); } public void Dispose() { var own = _own; _own = null; own?.Dispose(); } }")]
    [InlineData("interface IAsyncLifetime { Task InitializeAsync(); Task DisposeAsync(); } class F : IAsyncLifetime { readonly EventBus _own = EventBus.Create(b => { }); public Task InitializeAsync() { _own.Topic<Placed>().Subscribe(e => { }); return Task.CompletedTask; } public async Task DisposeAsync() => await _own.DisposeAsync(); }")]
    [InlineData("class F : IDisposable { [Xunit.Fact] public void T() { _own.Topic<Placed>().Subscribe(e => { }); Listen(); } void Listen() => _own.Topic<Placed>().Subscribe(e => { }); readonly EventBus _own = EventBus.Create(b => { }); public void Dispose() => _own.Dispose(); }")]
    [InlineData("class OwnTest : Xunit.FactAttribute; class F { [OwnTest] public void T() { Own.Topic<Placed>().Subscribe(e => { }); } EventBus Own { get; } = EventBus.Create(b => { }); void TearDown() => Own.Dispose(); }")]
    [InlineData("abstract class Base : IAsyncDisposable { protected readonly EventBus Own = EventBus.Create(b => { }); public ValueTask DisposeAsync() => Own.DisposeAsync(); } class F : Base { [Xunit.Fact] public void T() { Own.Topic<Placed>().Subscribe(e => { }); } }")]
    [InlineData("class F(EventBus own) : IDisposable { readonly EventTopic<Placed> _placed = own.Topic<Placed>(); [Xunit.Fact] public void T() { own.Topic<Placed>().Subscribe(e => { }); _placed.Equals(null); } public void Dispose() => own.Dispose(); }")]
    public Task Subscription_OfAnObjectThatDisposesItsBus_IsNotReported(string type) =>
        s_usage.VerifyAsync(UsageProject.Placed, "namespace Xunit; class FactAttribute : System.Attribute;", UsageProject.Class(type));

    [Theory]
    [Fires("EVG4001")]
    [InlineData("class F : IDisposable { readonly EventBus _own = EventBus.Create(b => { }); public void Add() { _own.Topic<Placed>().[|Subscribe|](e => { }); } public void Dispose() => _own.Dispose(); }")]
    [InlineData("class F : IDisposable { readonly EventBus _own = EventBus.Create(b => { }); public F(Action<Action> map) => map(() => _own.Topic<Placed>().[|Subscribe|](e => { })); public void Dispose() => _own.Dispose(); }")]
    [InlineData("class F(EventBus shared) { [Xunit.Fact] public void T() { shared.Topic<Placed>().[|Subscribe|](e => { }); } }")]
    [InlineData("class Fixture { public EventBus Bus { get; } = EventBus.Create(b => { }); } class F(Fixture fixture) { [Xunit.Fact] public void T() { fixture.Bus.Topic<Placed>().[|Subscribe|](e => { }); } }")]
    public Task Subscription_ThatPilesUpOnTheBusOfAnObject_IsReported(string type) =>
        s_usage.VerifyAsync(UsageProject.Placed, "namespace Xunit; class FactAttribute : System.Attribute;", UsageProject.Class(type));

    [Theory]
    [Silent("EVG4001")]
    [InlineData("async Task M() { await using var own = await EventGen.Testing.TestEventBus.StartNewAsync(); own.Topic<Placed>().Subscribe(e => { }); }")]
    [InlineData("async Task M() { await using var own = await EventGen.Testing.TestEventBus.StartNewAsync(); using (own.Use()) Events.Placed.Subscribe(e => { }); }")]
    [InlineData("async Task M() { await using var own = await EventGen.Testing.TestEventBus.StartNewAsync(); using var use = own.Use(); Events.Placed.Subscribe(e => { }); }")]
    public Task Subscription_OnATestBus_IsNotReported(string members) => s_usage.VerifyAsync(
        UsageProject.Placed,
        """
        namespace EventGen.Testing;

        public sealed class TestEventBus : IAsyncDisposable
        {
            public static Task<TestEventBus> StartNewAsync() => Task.FromResult(new TestEventBus());
            public EventTopic<T> Topic<T>() => EventBus.Null.Topic<T>();
            public IDisposable Use() => EventBus.Use(EventBus.Null);
            public ValueTask DisposeAsync() => default;
        }
        """,
        UsageProject.Class(members));

    [Theory]
    [Silent("EVG4001")]
    [InlineData("void M() { var app = new Microsoft.AspNetCore.Builder.WebApplication(); ((EventBus)app.Services).Topic<Placed>().Subscribe(e => { }); app.Run(); }")]
    [InlineData("async Task M() { var app = new Microsoft.AspNetCore.Builder.WebApplication(); ((EventBus)app.Services).Topic<Placed>().Subscribe(e => { }); await Microsoft.AspNetCore.Builder.Extensions.RunAsync(app); }")]
    public Task Subscription_OfAHostThatTheMethodRunsToItsEnd_IsNotReported(string members) => s_usage.VerifyAsync(
        UsageProject.Placed,
        "namespace Microsoft.AspNetCore.Builder; public class WebApplication { public object Services => EventBus.Null; public void Run() { } } public static class Extensions { public static Task RunAsync(this WebApplication app) => Task.CompletedTask; }",
        UsageProject.Class(members));

    [Fact]
    public async Task TopLevelSubscription_IsReported()
    {
        var program = s_usage with { Project = s_usage.Project with { OutputKind = OutputKind.ConsoleApplication } };

        await program.VerifyAsync(UsageProject.Placed, "Events.Placed.[|Subscribe|](e => { });");
    }

    [Fact]
    public async Task Stream_ThatIsThrownAway_IsReported()
    {
        var reported = await s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class("void M() { topic.[|Stream|](); using var read = topic.Stream(); }"));

        Assert.StartsWith("The stream of 'Shop.Placed' is thrown away", Assert.Single(reported).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubscriptionToAGroup_ThatIsThrownAway_IsReported()
    {
        var reported = await s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(
            "void M() { bus.Group<IFamily>().[|Subscribe|](e => { }); bus.Group<IFamily>().[|Stream|](); _ = bus.Group<IFamily>().Subscribe(e => { }); }") + " [EventGroup] public interface IFamily;");

        Assert.All(reported, static found => Assert.Contains("of 'Shop.IFamily' is thrown away", found.GetMessage()));
    }

    [Fact]
    public async Task ProjectThatKnowsNoRuntime_IsNotLookedAt()
    {
        var alien = new AnalyzerHarness(static () => new LostSubscriptionAnalyzer());

        await alien.VerifyAsync("class EventTopic<T> { public EventTopic<T> Subscribe(Action<T> on) => this; void M() { Subscribe(e => { }); } }");
    }

    [Theory]
    [InlineData("#pragma warning disable EVG4001\nvoid M() { topic.Subscribe(e => { }); }")]
    [InlineData("[System.Diagnostics.CodeAnalysis.SuppressMessage(\"EventGen.Usage\", \"EVG4001\")] void M() { topic.Subscribe(e => { }); }")]
    public Task SuppressedInSource_IsNotReported(string members) => s_usage.VerifyAsync(UsageProject.Placed, UsageProject.Class(members));

    [Fact]
    public async Task SeverityOfTheEditorConfig_Holds()
    {
        var strict = s_usage with { Project = s_usage.Project with { EditorConfig = "[*.cs]\ndotnet_diagnostic.EVG4001.severity = error\n" } };

        var reported = await strict.VerifyAsync(UsageProject.Placed, UsageProject.Class("void M() { topic.[|Subscribe|](e => { }); }"));

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(reported).Severity);
    }
}
