using System.Text.Json.Nodes;
using EventGen.EventContracts;
using EventGen.Generators.Pipeline;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Emission;

/// <summary>What a build writes for tools to read.</summary>
public sealed class ManifestTests
{
    private const string Shop =
        """"
        using System.Text.Json.Serialization;
        namespace Shop;

        [EventGroup("sales")] public interface ISale;

        /// <summary>Somebody said "it is placed" and """meant""" it. Ω 😀</summary>
        /// <example>{ "Id": 1, "Note": "" }</example>
        [Event("order.placed", Version = 3), PublishTo("queue")]
        public sealed record OrderPlaced(int Id, [property: EventKey] string Note) : ISale;

        [Event("order.lost")] public sealed record OrderLost(string Reason);

        [JsonSerializable(typeof(OrderPlaced))] public sealed partial class ShopJson : JsonSerializerContext;

        public static class Audit
        {
            [Subscribe(Order = 2)] public static System.Threading.Tasks.Task SaleAsync(ISale sale) { return System.Threading.Tasks.Task.CompletedTask; }
            [Subscribe] public static void Lost(OrderLost lost) { }
        }
        """";

    private static GeneratorHarness Build { get; } = (Project.Generator with { IsBuild = true, RequiredSteps = [.. TrackingNames.OfBuilds] }).WithJsonGenerator();

    [Fact]
    public void Manifest_SaysWhatTheAssemblyDeclares()
    {
        var manifest = Read(Build.Run(Shop));

        Assert.Equal(("Shop", ContractPromise.Full), (manifest.Assembly, manifest.Promise));
        Assert.Equal(["order.lost", "order.placed"], manifest.Events.Select(static declared => declared.Id));
        var placed = manifest.Events[1];
        Assert.Equal((3, "Note", true), (placed.Version, placed.Key, placed.IsKept));
        Assert.Equal("""Somebody said "it is placed" and \"\"\"meant\"\"\" it. Ω 😀""".Replace("\\", "", StringComparison.Ordinal), placed.Description);
        Assert.Equal("queue", Assert.Single(placed.Publishers));
        Assert.Equal("Shop.ISale", Assert.Single(placed.Groups));
        Assert.Equal(3, Assert.Single(placed.Contract!.Versions).Number);
        Assert.Equal(1, (int)JsonNode.Parse(placed.Annotations.Example("OrderPlaced")!)!["Id"]!);
        Assert.Null(manifest.Events[0].Contract);   // no context lists it
        Assert.Equal([("Shop.ISale", "Shop.Audit.SaleAsync", true), ("Shop.OrderLost", "Shop.Audit.Lost", false)], manifest.Handlers.Select(static handler => (handler.EventType, handler.Name, handler.IsAsynchronous)));
        Assert.Equal("sales", Assert.Single(manifest.Groups).Id);
    }

    [Fact]
    public void Manifest_IsWrittenByBuildsAlone() =>
        Assert.DoesNotContain(Project.Generator.WithJsonGenerator().Run(Shop).Sources.Keys, static name => name.Contains("Manifest", StringComparison.Ordinal));

    [Fact]
    public void BodyEdit_LeavesTheManifestAsItIs()
    {
        var edited = Build.Run(Shop).Edit("Lost(OrderLost lost) { }", "Lost(OrderLost lost) { int a = 1; _ = a; }");

        Assert.All(edited.Step(TrackingNames.Contracts).Reasons, static reason => Assert.Equal(IncrementalStepRunReason.Unchanged, reason));
        Assert.True(edited.Step(TrackingNames.Manifest).IsUntouched);
    }

    [Theory]
    [InlineData("IncludeFields = true", "IncludeFields = false")]
    [InlineData("typeof(KindConverter)", "typeof(MoneyConverter)")]
    [InlineData("JsonConverter<Kind>", "JsonConverter<Money>")]
    [InlineData("[JsonSerializable(typeof(OrderPlaced))]", "[JsonSerializable(typeof(OrderLost))]")]
    [InlineData("struct Money(decimal Amount)", "struct Money(string Amount)")]
    [InlineData("<summary>What it costs.", "<summary>What it cost.")]
    public void Edit_InAnotherFile_ChangesTheContract(string before, string after)
    {
        string[] files =
        [
            "using System.Text.Json.Serialization; namespace Shop; [Event(\"order.placed\"), PublishTo(\"queue\")] public sealed record OrderPlaced(Money Price, Kind Kind) { public int Field; } [Event(\"order.lost\")] public sealed record OrderLost(int Id);",
            "using System.Text.Json.Serialization; namespace Shop; [JsonSerializable(typeof(OrderPlaced))] [JsonSourceGenerationOptions(IncludeFields = true, Converters = [typeof(KindConverter)])] public sealed partial class ShopJson : JsonSerializerContext;",
            "namespace Shop; public class KindConverter : System.Text.Json.Serialization.JsonConverter<Kind>; public class MoneyConverter : System.Text.Json.Serialization.JsonConverter<Money>;",
            "namespace Shop; /// <summary>What it costs.</summary>\npublic readonly record struct Money(decimal Amount); public enum Kind { New, Old }",
        ];
        string cold = Manifest([.. files.Select(text => text.Replace(before, after, StringComparison.Ordinal))]).Text;

        var (text, run) = Manifest(files);
        Assert.NotEqual(cold, text);
        Assert.Equal(cold, run.Edit(before, after).Sources["EventGen.Manifest.g.cs"]);

        static (string Text, GeneratorRun Run) Manifest(string[] files)
        {
            var run = Build.Start([.. files.Select(static (text, i) => new SourceFile($"File{i}.cs", text))]);
            return (run.Sources["EventGen.Manifest.g.cs"], run);
        }
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("", false)]
    public void KeepContracts_RootsTheManifest(string value, bool isKept)
    {
        var harness = Build with { Project = Build.Project with { GlobalOptions = Build.Project.GlobalOptions.SetItem("build_property.EventGenKeepContracts", value) } };

        Assert.Equal(isKept, harness.Run(Shop).Sources["ShopEventModule.g.cs"].Contains("DynamicDependency(\"Manifest\")", StringComparison.Ordinal));
    }

    // As the module hands it out at run time.
    [Fact]
    public void ContextOfAnotherAssembly_CountsNeitherHereNorThere()
    {
        var shop = Build.Start("namespace Shop; [Event(\"order.placed\"), PublishTo(\"queue\")] public sealed record OrderPlaced(int Id);");
        var desk = (Build with { Project = Build.Project with { AssemblyName = "Desk", RootNamespace = "Desk" } }).Referencing(shop).Start(
            """
            namespace Desk;
            [Event("order.seen"), PublishTo("queue")] public sealed record OrderSeen(Shop.OrderPlaced Order);
            [System.Text.Json.Serialization.JsonSerializable(typeof(OrderSeen)), System.Text.Json.Serialization.JsonSerializable(typeof(Shop.OrderPlaced))]
            public sealed partial class DeskJson : System.Text.Json.Serialization.JsonSerializerContext;
            """);

        Assert.Null(Assert.Single(Read(shop).Events).Contract);   // EVG1007 says so
        var seen = Assert.Single(Read(desk).Events);
        Assert.Equal("order.seen", seen.Id);
        Assert.Equal(["OrderPlaced", "OrderSeen"], Assert.Single(seen.Contract!.Versions).Definitions.Keys.Order());
    }

    private static ModuleManifest Read(GeneratorRun run)
    {
        string source = run.Sources["EventGen.Manifest.g.cs"];
        string[] parts = source.Split("\"\"\"");
        Assert.Equal(3, parts.Length);
        return ModuleManifestReader.Read(parts[1]);
    }
}
