using EventGen.TestKit;

namespace EventGen.Generators.Tests.Emission;

/// <summary>What is generated for triggers. Every run is repeated after an unrelated edit, which must find all steps cached.</summary>
public sealed partial class TriggerOutputTests
{
    [Fact]
    public void Triggers_WithConditionMappingAndKinds() => Snapshot.Match(
        Version().Replace(Project.Generator.Run(
            """
            namespace Shop;
            public class Order { public int Id { get; set; } public decimal Total { get; set; } public class Line { public int Id; public decimal total; } }
            public class Box<T> where T : class { public int Id { get; set; } }
            [Event("order.paid"), EventTrigger(typeof(Order), nameof(WasPaid)), EventTrigger(typeof(Order.Line), On = EntityChangeKind.Added | EntityChangeKind.Deleted), EventTrigger(typeof(Box<Order>))]
            public sealed record OrderPaid(int Id, decimal Total = 2, int @class = 3)
            {
                public static bool WasPaid(EntityChange<Order> change) => change.IsChanged(o => o.Total);
                public static OrderPaid From(EntityChange<Box<Order>> change) => new(change.Entity.Id);
            }
            """).Sources["Events.OrderPaid.g.cs"], "\"EventGen\", \"…\""), "cs");

    [Theory]
    [InlineData("[Event, EventTrigger(typeof(@class), nameof(@is))] public record Paid(int @int) { public static bool @is(EntityChange<@class> c) => true; } public class @class { public int @int { get; set; } }")]
    [InlineData("[Event, EventTrigger(typeof(change))] public record Paid { public required int change { get; init; } public required System Entity { get; init; } } public class change { public int Change; public System Entity { get; set; } = new(); } public class System;")]
    [InlineData("[Event, EventTrigger(typeof(Old))] public record Paid(int Id); [Obsolete(\"x\")] public class Old { public int Id { get; set; } }")]
    [InlineData("[Event, EventTrigger(typeof(Version))] public record Paid(int Major, int Minor);")]
    [InlineData("public class Outer { public class Entity<T> { public T? Id { get; set; } public class Nested { public int Id { get; set; } } } [Event, EventTrigger(typeof(Entity<string>.Nested)), EventTrigger(typeof(Entity<Dictionary<string, int[]>>))] public readonly record struct Paid(object? Id); }")]
    public void HostileNames_Compile(string source)
    {
        var run = (Project.Generator with { AllowedDiagnostics = ["CS8981", "CS0618"] }).Run($"namespace Shop; {source}");
        Assert.Contains(run.Sources.Values, static text => text.Contains("module.AddTrigger("));
    }

    [Theory]
    [InlineData("[Event] public record Paid(int Id);")]
    [InlineData("[Event, EventTrigger(typeof(IDisposable))] public record Paid(int Id);")]
    [InlineData("public class Order; [Event, EventTrigger(typeof(Order))] public record Paid(int Id);")]
    public void NoTriggerThatWorks_NothingIsGeneratedForIt(string source) =>
        Assert.DoesNotContain("AddTrigger", Project.Generator.Run($"namespace Shop; {source}").Sources["Events.Paid.g.cs"]);

    [System.Text.RegularExpressions.GeneratedRegex("\"EventGen\", \"[^\"]*\"")]
    private static partial System.Text.RegularExpressions.Regex Version();
}
