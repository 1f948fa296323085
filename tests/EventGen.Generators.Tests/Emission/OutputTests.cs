using System.Text.RegularExpressions;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Emission;

/// <summary>What generated files look like.</summary>
public sealed partial class OutputTests
{
    [Fact]
    public void Event_WithPartsKeyAndJson() => Match(
        Project.Generator.WithJsonGenerator().Run(
            """
            using System.Text.Json.Serialization;
            namespace Shop;

            /// <summary>A customer placed an order.</summary>
            /// <param name="OrderId">Its number.</param>
            /// <param name="CustomerId">Who placed it: <see langword="null"/> is nobody &amp; nothing.</param>
            /// <param name="Total">What it costs.</param>
            /// <param name="Note"></param>
            [Event("order.placed", Version = 2)]
            [PublishTo("redis")]
            public sealed record OrderPlaced(Guid OrderId, [property: EventKey] string CustomerId, decimal Total, string? Note = null);

            [JsonSerializable(typeof(OrderPlaced))]
            internal sealed partial class ShopJson : JsonSerializerContext;
            """),
        "Events.OrderPlaced.g.cs");

    [Fact]
    public void Event_InternalAndObsolete_WithoutParts() => Match(
        Project.Generator.Run(
            """
            namespace Shop;
            [Obsolete("Use Started"), Event]
            internal readonly record struct PingedEvent;
            """),
        "Events.Pinged.g.cs");

    [Theory]
    [InlineData("[Event, Durable] public record Placed(int Number);", 1)]
    [InlineData("[Event] public record Placed(int Number);", 0)]
    public void Descriptor_SaysOfADurableEventThatItIs(string source, int times)
    {
        var run = Project.Generator.Run($"namespace Shop; {source}");
        Assert.Equal(times, Regex.Count(run.Sources["Events.Placed.g.cs"], "IsDurable = true,"));
    }

    [Fact]
    public void Handlers_OfEveryKind() => Match(
        Project.Generator.Run(
            """
            namespace Shop;
            [Event] public class Moved { public int? Item { get; init; } }
            public static class Audit { [Subscribe(Name = "audit")] public static void Log(Moved e) { } }
            public class Stock { [Subscribe] public Task Take(Moved e, CancellationToken token) => Task.CompletedTask; }
            public class Receipts(Version service) { [Subscribe(Order = 10)] public async ValueTask SendAsync(Moved e, EventContext context) { await Task.Yield(); service.ToString(); } }
            """),
        "Events.Moved.g.cs");

    [Fact]
    public void Attempts_OfAnEventAndItsHandlers() => Match(
        Project.Generator.Run(
            """
            namespace Shop;
            [Event] [Retry(3)] [HandlerTimeout("00:00:10")] public record Billed;
            public static class Bills
            {
                [Subscribe, Retry(5, Delay = "00:00:01", Backoff = Backoff.Linear, MaxDelay = "00:01:00", Jitter = false, On = [typeof(TimeoutException)], Except = [typeof(ArgumentException)], WhileRetrying = KeyOrder.Park)]
                public static void Print(Billed e) { }
                [Subscribe, HandlerTimeout("00:00:00.5")] public static Task SendAsync(Billed e) => Task.CompletedTask;
            }
            """),
        "Events.Billed.g.cs");

    [Fact]
    public void HandlerClass_WithServices() => Match(
        Project.Generator.Run(
            """
            namespace Shop;
            [Event] public record Moved;
            public class Receipts(Version service, IFormatProvider? format, [Microsoft.Extensions.DependencyInjection.FromKeyedServices("eu")] Uri site, string title = "Receipt")
            {
                [Subscribe] public void Send(Moved e) => Console.WriteLine($"{service}{format}{site}{title}");
            }
            """),
        "Handlers.Shop.Receipts.g.cs");

    [Fact]
    public void Handlers_OfAnotherAssemblysEvent() => Match(RunProgram(), "Handlers.Contracts.Paid.g.cs");

    [Fact]
    public void Accessors_OfAnotherAssembly() => Match(
        Project.Generator.Referencing((Project.Generator with { Project = Project.Setup with { AssemblyName = "Contracts", RootNamespace = "Contracts" } }).Run(
            """
            namespace Contracts;
            [Event] public record Paid(int Amount) : IBilled;
            [Obsolete("Use Paid"), Event] public record Settled;
            [EventGroup] public interface IBilled;
            """)).Run("class Nothing;"),
        "Accessors.Contracts.g.cs");

    [Fact]
    public void Module_OfAProgram() => Match(RunProgram(), "ShopEventModule.g.cs");

    [Fact]
    public void Ambient_OfAProgram() => Match(RunProgram(), "EventGen.Ambient.g.cs");

    [Fact]
    public void Usings_OfAProgram() => Match(RunProgram(), "EventGen.Usings.g.cs");

    [Fact]
    public void Lines_EndInLineFeedsAlone() =>
        Assert.All(RunProgram().Sources.Values, static text => Assert.True(!text.Contains('\r') && text.EndsWith('\n')));

    private static GeneratorRun RunProgram()
    {
        var contracts = (Project.Generator with { Project = Project.Setup with { AssemblyName = "Contracts", RootNamespace = "Contracts" } })
            .Run("namespace Contracts; [Event] public record Paid(int Amount);");
        var program = Project.Generator with { Project = Project.Setup with { OutputKind = OutputKind.ConsoleApplication } };
        return program.Referencing(contracts).Run(
            """
            namespace Shop;
            [Event] public record Placed(int Number);
            [Event] public record Shipped(int Weight);
            public class Books { [Subscribe] public void Enter(Contracts.Paid e) { } }
            static class Program { static void Main() { } }
            """);
    }

    private static void Match(GeneratorRun run, string file, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Match(Version().Replace(run.Sources[file], "\"EventGen\", \"…\""), "cs", test: test);

    // A release changes no snapshot.
    [GeneratedRegex("\"EventGen\", \"[0-9.]+\"")]
    private static partial Regex Version();
}
