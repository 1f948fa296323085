namespace EventGen.Generators.Tests.Parsing;

/// <summary>What is in reach only through the generated global using is read like what a file's own using brings.</summary>
public sealed class GeneratedUsingTests
{
    // The sources are of the project whose accessors are in "Shop"; what follows stands outside of that namespace.
    private const string Shop =
        """
        namespace Shop
        {
            [Event] public sealed record Placed(int Number);
            public enum Region { North, South }
            public sealed class Mailer { public string Sent => "mail"; }
            public abstract class Logging<T> { [Subscribe] public void Log(T e) => Written.Add($"log {e}"); }
            public static class Written
            {
                private static readonly List<string> s_all = [];
                public static void Add(string text) => s_all.Add(text);
                public static string All => string.Join(", ", s_all);
            }
        }
        """;

    [Fact]
    public async Task Handler_OfAnEventInItsReach_IsCalled()
    {
        using var shop = Project.Generator.Run(
            Shop,
            "namespace Outside { static class Clerk { [Subscribe] internal static void Leave(Placed e) => Written.Add(\"clerk\"); } }",
            "class Program { [Subscribe] public void On(Placed e) => Written.Add(\"program\"); }",
            "namespace Outside { sealed class Log : Logging<Placed>; abstract class Base { [Subscribe] public void On(Placed e) => Written.Add(\"heir\"); } class DerivedType : Base; }",
            Run).Load();

        Assert.Equal("clerk, heir, log Placed { Number = 7 }, program", await (Task<string>)shop.Call("Stage", "Run", [null])!);
    }

    [Fact]
    public async Task Service_InItsReach_IsResolved()
    {
        using var shop = Project.Generator.Run(
            Shop,
            """
            namespace Outside
            {
                class Clerk(Mailer mailer, Mailer[]? others = null) { [Subscribe] internal void Leave(Shop.Placed e, Mailer? again) => Written.Add($"{mailer == again} {others is null}"); }
            }
            """,
            Run).Load();

        Assert.Equal("True True", await (Task<string>)shop.Call("Stage", "Run", Services.With(shop.Type("Shop.Mailer")))!);
    }

    [Fact]
    public void KeyAndParts_InItsReach_AreRead()
    {
        var run = Project.Generator.Run(Shop, "namespace Outside { [Event] public sealed record Moved([property: EventKey] Region To, Region? From = null); }");

        Assert.Contains("PartitionKey.From((long)payload.To)", run.Sources["Events.Moved.g.cs"]);
        Assert.Contains("new(\"From\", typeof(global::Shop.Region?), false),", run.Sources["Events.Moved.g.cs"]);
        Assert.Contains("global::Shop.Region to", run.Sources["Events.Moved.g.cs"]);
    }

    [Fact]
    public void JsonContext_ThatListsAnEventInItsReach_IsNotUsed()
    {
        // System.Text.Json's generator knows the type as little, says so, and writes nothing for it.
        var generator = Project.Generator.WithJsonGenerator() with { AllowedDiagnostics = ["SYSLIB1030"] };

        var run = generator.Run(
            Shop,
            """
            using System.Text.Json.Serialization;
            namespace Outside { [JsonSerializable(typeof(Placed)), JsonSerializable(typeof(int))] internal partial class OutsideJson : JsonSerializerContext; }
            """);

        Assert.DoesNotContain("OutsideJson", run.Sources["Events.Placed.g.cs"]);
    }

    [Fact]
    public void Handler_OfATypeThatNobodyKnows_IsLeftToTheCompiler()
    {
        var run = (Project.Generator with { AllowedDiagnostics = ["CS0246"] }).Run(
            Shop, "namespace Outside { static class Clerk { [Subscribe] internal static void Leave(Missing e) { } [Subscribe] internal static void Stay(Placed e) { } } }");

        Assert.Contains("[assembly: global::EventGen.CompilerServices.UnreadHandler(\"Outside.Clerk.Leave\")]", run.Sources["EventGen.Unread.g.cs"]);
        Assert.Contains("\"Outside.Clerk.Stay\"", run.Sources["Events.Placed.g.cs"]);
    }

    [Fact]
    public void Edit_ElsewhereOrAbove_LeavesSuchAHandlerAsItWas()
    {
        var run = Project.Generator.Run(
            Shop, "// Between.\nnamespace Outside { static class Clerk { [Subscribe] internal static void Leave(Placed e) => Written.Add(\"before\"); } }");

        Assert.Empty(run.Edit("\"before\"", "\"after\"").ChangedSources);
        Assert.All(run.Edit("// Between.", "// Two\n// lines.").Outputs, static step => Assert.True(step.IsUntouched, step.ToString()));
        Assert.Equal(["Events.Placed.g.cs"], run.Edit("void Leave", "void Go").ChangedSources);
    }

    private const string Run =
        """
        public static class Stage
        {
            public static async Task<string> Run(IServiceProvider? services)
            {
                await using var bus = EventBus.Create(b => { b.AddModule(Shop.ShopEventModule.Instance); if (services != null) b.UseServices(services); });
                await bus.Topic<Placed>().InvokeAsync(new Placed(7));
                return Written.All;
            }
        }
        """;
}
