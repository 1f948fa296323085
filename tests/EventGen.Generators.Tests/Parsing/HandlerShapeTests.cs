namespace EventGen.Generators.Tests.Parsing;

/// <summary>Every shape of handler is called, with what it asks for.</summary>
public sealed class HandlerShapeTests
{
    // Runs the program's events on a bus of its own and returns what the handlers wrote.
    private const string Stage =
        """
        namespace Shop;
        [Event] public sealed record Placed(int Number);
        public static class Stage
        {
            public static readonly List<string> Written = [];
            public static void Write(string text) { lock (Written) Written.Add(text); }
            public static async Task<string> Run(IServiceProvider? services)
            {
                await using var bus = EventBus.Create(b => { b.AddModule(ShopEventModule.Instance); if (services != null) b.UseServices(services); });
                await bus.Topic<Placed>().InvokeAsync(new Placed(7));
                return string.Join(", ", Written);
            }
        }
        """;

    [Theory]
    [InlineData("void", "public static class H { [Subscribe] public static void On(Placed e) => Stage.Write($\"{e.Number}\"); }", "7")]
    [InlineData("Task", "public static class H { [Subscribe] public static async Task On(Placed e) { await Task.Yield(); Stage.Write(\"task\"); } }", "task")]
    [InlineData("ValueTask", "public static class H { [Subscribe] public static async ValueTask On(Placed e) { await Task.Yield(); Stage.Write(\"task\"); } }", "task")]
    [InlineData("instance", "public class H { [Subscribe] public void On(Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("internal", "class H { [Subscribe] internal void On(Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("protected internal", "public class H { [Subscribe] protected internal void On(Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("nested", "public class Outer { internal static class H { [Subscribe] public static void On(Placed e) => Stage.Write(\"on\"); } }", "on")]
    [InlineData("of a record", "public record H { [Subscribe] public void On(Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("static of a struct", "public struct H { [Subscribe] public static void On(Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("static of an interface", "public interface H { [Subscribe] static void On(Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("in", "public static class H { [Subscribe] public static void On(in Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("in, beside one by value", "public class H { [Subscribe] public void On(Placed e) => Stage.Write(\"a\"); [Subscribe] public void On(in Placed e) => Stage.Write(\"b\"); }", "a, b")]
    [InlineData("in, beside one by value, with services", "public class H { public void On(Placed e, IServiceProvider? s) => Stage.Write(\"never\"); [Subscribe] public Task On(in Placed e, IServiceProvider? s) { Stage.Write(\"b\"); return Task.CompletedTask; } }", "b")]
    [InlineData("a task that may be null", "public static class H { [Subscribe] public static Task? On(Placed e) { Stage.Write(\"on\"); return Task.CompletedTask; } [Subscribe] public static Task? Two(Placed e, IServiceProvider? s) { Stage.Write(\"two\"); return Task.CompletedTask; } }", "on, two")]
    [InlineData("named by keywords", "public static class @class { [Subscribe] public static void @event(Placed @new) => Stage.Write(\"on\"); }", "on")]
    [InlineData("named like the table's members",
        "public class Instances { [Subscribe] public void Fail(Placed e) => Stage.Write(\"a\"); } public class Resume { [Subscribe] public void Invoke(Placed e) => Stage.Write(\"b\"); }", "a, b")]
    [InlineData("named like the table or its parameters",
        "public class payload { [Subscribe] public void On(Placed e) => Stage.Write(\"a\"); } public class PlacedDispatcher { [Subscribe] public void On(Placed e) => Stage.Write(\"b\"); }", "b, a")]
    [InlineData("with a context", "public static class H { [Subscribe] public static void On(Placed e, EventContext c) => Stage.Write(c.EventId); }", "placed")]
    [InlineData("with everything it may ask for",
        "public static class H { [Subscribe] public static Task On(Placed e, CancellationToken t, EventContext c) { Stage.Write($\"{c.EventId} {t.IsCancellationRequested}\"); return Task.CompletedTask; } }", "placed False")]
    [InlineData("ordered",
        "public static class H { [Subscribe(Order = 2)] public static void A(Placed e) => Stage.Write(\"a\"); [Subscribe] public static void C(Placed e) => Stage.Write(\"c\"); [Subscribe] public static void B(Placed e) => Stage.Write(\"b\"); [Subscribe(Order = -1)] public static void Z(Placed e) => Stage.Write(\"z\"); }", "z, b, c, a")]
    [InlineData("overloaded",
        "public static class H { [Subscribe] public static void On(Placed e) => Stage.Write(\"a\"); [Subscribe] public static void On(Placed e, EventContext c) => Stage.Write(\"b\"); }", "a, b")]
    [InlineData("two classes of one name",
        "public class H { [Subscribe] public void On(Placed e) => Stage.Write(\"a\"); } public static class Other { public class H { [Subscribe] public void On(Placed e) => Stage.Write(\"b\"); } }", "a, b")]
    [InlineData("two classes that differ in case alone",
        "public class Hh { [Subscribe] public void On(Placed e) => Stage.Write(\"a\"); } public class HH { [Subscribe] public void On(Placed e) => Stage.Write(\"b\"); }", "b, a")]
    [InlineData("partial", "public static partial class H { [Subscribe] public static partial void On(Placed e); public static partial void On(Placed e) => Stage.Write(\"on\"); }", "on")]
    [InlineData("inherited", "public abstract class B { [Subscribe] public void On(Placed e) => Stage.Write(GetType().Name); } public class D : B; public class E : B;", "D, E")]
    [InlineData("inherited by a class and had by its base", "public class B { [Subscribe] public void On(Placed e) => Stage.Write(GetType().Name); } public class D : B;", "B, D")]
    [InlineData("inherited from a generic class", "public abstract class B<T> { [Subscribe] public void On(T e) => Stage.Write(typeof(T).Name); } public class D : B<Placed>;", "Placed")]
    [InlineData("inherited twice", "public abstract class A { [Subscribe] public void Up(Placed e) => Stage.Write(\"up\"); } public abstract class B : A { [Subscribe] public void On(Placed e) => Stage.Write(\"on\"); } public class D : B;", "on, up")]
    [InlineData("overridden", "public abstract class B { [Subscribe] public abstract void On(Placed e); } public class D : B { public override void On(Placed e) => Stage.Write(\"d\"); }", "d")]
    [InlineData("overridden and marked again", "public class B { [Subscribe] public virtual void On(Placed e) => Stage.Write(\"b\"); } public sealed class D : B { [Subscribe] public override void On(Placed e) => Stage.Write(\"d\"); }", "b, d")]
    [InlineData("hidden", "public abstract class B { [Subscribe] public void On(Placed e) => Stage.Write(\"b\"); } public class D : B { public new void On(Placed e) => Stage.Write(\"never\"); }", "b")]
    [InlineData("static of a base class", "public class B { [Subscribe] public static void On(Placed e) => Stage.Write(\"once\"); } public class D : B;", "once")]
    [InlineData("made without the services it can do without",
        "public class H(Version? a, Version b = null!) { [Subscribe] public void On(Placed e, EventContext c, Version? d, IServiceProvider? f) => Stage.Write($\"{a is null} {b is null} {d is null} {f is null} {c.Services is null}\"); }", "True True True True True")]
    [InlineData("made once without the services it can do without",
        "public class H(Version? a) { [Subscribe(Lifetime = HandlerLifetime.Singleton)] public async Task On(Placed e) { await Task.Yield(); Stage.Write($\"{a is null}\"); } }", "True")]
    [InlineData("made for each attempt, without services", "public class H { static int made; public H() => made++; [Subscribe(Lifetime = HandlerLifetime.Scoped)] public void On(Placed e) => Stage.Write($\"{made}\"); [Subscribe] public void Two(Placed e) => Stage.Write($\"{made}\"); }", "1, 2")]
    [InlineData("made by a constructor that needs nothing", "public class H(string text = \"default\", int n = 3) { [Subscribe(Lifetime = HandlerLifetime.Singleton)] public void On(Placed e) => Stage.Write($\"{text} {n}\"); }", "default 3")]
    public async Task Invoke_CallsTheHandler(string shape, string handlers, string written)
    {
        _ = shape;
        var generator = Project.Generator with { AllowedDiagnostics = ["CS8981"] };   // a type in small letters
        using var shop = generator.Run(Stage, $"namespace Shop; {handlers}").Load();

        Assert.Equal(written, await (Task<string>)shop.Call("Shop.Stage", "Run", [null])!);
    }

    [Theory]
    [InlineData("a constructor", "public class H(Clock clock) { [Subscribe] public void On(Placed e) => Stage.Write($\"{clock.Time}\"); }", "1")]
    [InlineData("a parameter", "public static class H { [Subscribe] public static void On(Placed e, Clock clock) => Stage.Write($\"{clock.Time}\"); }", "1")]
    [InlineData("both, of one scope", "public class H(Clock a) { [Subscribe] public async Task On(Placed e, Clock b) { await Task.Yield(); Stage.Write($\"{a == b}\"); } }", "True")]
    [InlineData("a missing optional service", "public class H(Missing? a, Missing b = null!) { [Subscribe] public void On(Placed e, Missing? c = null) => Stage.Write($\"{a is null} {b is null} {c is null}\"); }", "True True True")]
    [InlineData("a provider", "public class H(IServiceProvider a) { [Subscribe] public void On(Placed e, IServiceProvider b) => Stage.Write($\"{a.GetService(typeof(Clock)) == b.GetService(typeof(Clock))}\"); }", "True")]
    [InlineData("a keyed service", "public class H([Microsoft.Extensions.DependencyInjection.FromKeyedServices(\"k\")] string a) { [Subscribe] public void On(Placed e, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(2)] string b) => Stage.Write(a + b); }", "keyedtwo")]
    [InlineData("a keyed service by enum, type and short",
        "public static class H { [Subscribe] public static void On(Placed e, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(DayOfWeek.Friday)] string? a, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(typeof(Version))] string b, [Microsoft.Extensions.DependencyInjection.FromKeyedServices((short)2)] string? c) => Stage.Write($\"{a} {b} {c is null}\"); }", "friday version True")]
    [InlineData("the context of its scope", "public static class H { [Subscribe] public static void On(Placed e, EventContext c, Clock clock) => Stage.Write($\"{c.Services!.GetService(typeof(Clock)) == clock}\"); }", "True")]
    [InlineData("the longest constructor", "public class H { public H() { } public H(Clock clock) => Stage.Write(\"long\"); [Subscribe] public void On(Placed e) { } }", "long")]
    [InlineData("the marked constructor", "public class H { [Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructor] public H() => Stage.Write(\"short\"); public H(Clock clock) { } [Subscribe] public void On(Placed e) { } }", "short")]
    [InlineData("a lifetime one method asks for", "public class H { static int made; public H() => made++; [Subscribe(Lifetime = HandlerLifetime.Scoped)] public void On(Placed e) { } [Subscribe] public void Two(Placed e) => Stage.Write($\"{made}\"); }", "2")]
    [InlineData("one instance for all", "public class H { static int made; public H(IServiceProvider services) => made++; [Subscribe(Lifetime = HandlerLifetime.Singleton)] public void On(Placed e) { } [Subscribe] public void Two(Placed e) => Stage.Write($\"{made}\"); }", "1")]
    [InlineData("a constructor, through a base class", "public abstract class B(Clock clock) { [Subscribe] public void On(Placed e) => Stage.Write($\"{clock.Time}\"); } public class H(Clock clock) : B(clock);", "1")]
    public async Task Invoke_GivesTheHandlerServicesThrough(string way, string handlers, string written)
    {
        _ = way;
        using var shop = Project.Generator.Run(
            Stage, "namespace Shop; public class Clock { static int made; public int Time { get; } = ++made; } public class Missing;", $"namespace Shop; {handlers}").Load();

        Assert.Equal(written, await (Task<string>)shop.Call("Shop.Stage", "Run", Services.With(shop.Type("Shop.Clock")))!);
    }

    [Theory]
    [InlineData("public class H(Version a) { [Subscribe] public void On(Placed e) => Stage.Write($\"{a}\"); }")]
    [InlineData("public static class H { [Subscribe] public static void On(Placed e, IServiceProvider a) => Stage.Write($\"{a}\"); }")]
    [InlineData("public class H(Version a, Version? b) { [Subscribe(Lifetime = HandlerLifetime.Singleton)] public void On(Placed e) => Stage.Write($\"{a}{b}\"); }")]
    public async Task Invoke_OnABusWithoutAProvider_FailsTheHandlerThatNeedsOne(string handlers)
    {
        using var shop = Project.Generator.Run(Stage, $"namespace Shop; {handlers}").Load();

        var failure = await Assert.ThrowsAsync<EventDispatchException>(() => (Task<string>)shop.Call("Shop.Stage", "Run", [null])!);

        Assert.StartsWith("The handler needs services", failure.InnerExceptions[0].Message);
    }

    [Fact]
    public void Generate_OfAHandlerOfAFailingKind_LeavesTheOthers()
    {
        var run = Project.Generator.Run(Stage, "namespace Shop; class H { [Subscribe] void Hidden(Placed e) { } [Subscribe] public void On(Placed e) { } }");

        Assert.Contains("\"Shop.H.On\"", run.Sources["Events.Placed.g.cs"]);
        Assert.DoesNotContain("Hidden", run.Sources["Events.Placed.g.cs"]);
    }
}
