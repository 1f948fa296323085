using EventGen.TestKit;

namespace EventGen.Generators.Tests.Emission;

/// <summary>What is generated for upgrades. Every run is repeated after an unrelated edit, which must find all steps cached.</summary>
public sealed partial class UpgradeOutputTests
{
    [Fact]
    public void Upgrades_AreCalledOneAfterTheOther() => Snapshot.Match(
        Version().Replace(Json.Run(
            """
            using System.Text.Json.Serialization;
            namespace Shop;
            [Event("order.placed", Version = 3)]
            public sealed record OrderPlaced(string Customer, decimal Total, string Currency)
            {
                public sealed record V1(int Customer);
                public sealed record V2(string Customer, decimal Total, string? Note)
                {
                    [EventUpgrade] public static V2 From(V1 old) => new(old.Customer.ToString(), 0, null);
                }
                [EventUpgrade] public static OrderPlaced From(V2 old) => new(old.Customer, old.Total, "EUR");
            }
            [JsonSerializable(typeof(OrderPlaced)), JsonSerializable(typeof(OrderPlaced.V1)), JsonSerializable(typeof(OrderPlaced.V2))]
            public sealed partial class ShopJson : JsonSerializerContext;
            """).Sources["Events.OrderPlaced.g.cs"], "\"EventGen\", \"…\""), "cs");

    [Theory]
    [InlineData("[JsonSerializable(typeof(Placed)), JsonSerializable(typeof(Class))] partial class Json : JsonSerializerContext; public class Class { public int @int { get; set; } } [Event(Version = 2)] public record Placed(int old) { [EventUpgrade(from: 1)] public static Placed @new(Class @class) => new(@class.@int); }")]
    [InlineData("[JsonSerializable(typeof(Placed)), JsonSerializable(typeof(Old))] partial class Json : JsonSerializerContext; [Obsolete(\"x\")] public class Old { } [Event(Version = 2)] public readonly record struct Placed(int System) { [EventUpgrade(1)] internal static Placed From(Old old) => default; }")]
    [InlineData("[JsonSerializable(typeof(Placed)), JsonSerializable(typeof(V1))] partial class Json : JsonSerializerContext; public readonly record struct V1(int A); [Event(Version = 2)] public class Placed { [EventUpgrade] public static Placed From(in V1 old) => new(); }")]
    public void HostileNames_Compile(string source)
    {
        var run = (Json with { AllowedDiagnostics = ["CS8981", "CS0618"] }).Run($"using System.Text.Json.Serialization; namespace Shop; {source}");
        Assert.Contains(run.Sources.Values, static text => text.Contains("UpgradesFrom = [1]"));
    }

    [Theory]
    [InlineData("[JsonSerializable(typeof(Placed))] partial class Json : JsonSerializerContext; [Event(Version = 2)] public record Placed(int A) { public record V1(int A); [EventUpgrade] public static Placed From(V1 old) => new(1); }")]
    [InlineData("[Event(Version = 2)] public record Placed(int A) { public record V1(int A); [EventUpgrade] public static Placed From(V1 old) => new(1); }")]
    [InlineData("[JsonSerializable(typeof(Placed)), JsonSerializable(typeof(Placed.V1))] partial class Json : JsonSerializerContext; [Event(Version = 2)] public record Placed(int A) { public record V1(int A); [EventUpgrade] public Placed From(V1 old) => new(1); }")]
    public void UpgradeThatCannotRead_IsLeftOut(string source) =>
        Assert.DoesNotContain("Upgrade", Json.Run($"using System.Text.Json.Serialization; namespace Shop; {source}").Sources["Events.Placed.g.cs"]);

    private static GeneratorHarness Json { get; } = Project.Generator.WithJsonGenerator();

    [System.Text.RegularExpressions.GeneratedRegex("\"EventGen\", \"[^\"]*\"")]
    private static partial System.Text.RegularExpressions.Regex Version();
}
