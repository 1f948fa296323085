using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class EventAnalyzerTests
{
    private const string ListsPlaced =
        " [System.Text.Json.Serialization.JsonSerializable(typeof(Placed))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;";

    private static readonly AnalyzerHarness s_events = new(static () => new EventAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    [Theory, Fires("EVG1001")]
    [InlineData("[Event] public record {|EVG1001:Placed|}<T>(T Number);", "Event 'Shop.Placed<T>' is generic; declare a concrete type for each event")]
    [InlineData("public class Outer<T> { [Event] public record {|EVG1001:Placed|}; }", "Event 'Shop.Outer<T>.Placed' is generic; declare a concrete type for each event")]
    [InlineData("[Event] public abstract record {|EVG1001:Placed|};", "Event 'Shop.Placed' is abstract; mark the concrete types that are emitted")]
    [InlineData("[Event] public static class {|EVG1001:Placed|};", "Event 'Shop.Placed' is a static class, which has no instances; make it a record")]
    [InlineData("[Event] public ref struct {|EVG1001:Placed|};", "Event 'Shop.Placed' is a ref struct, which cannot be queued; make it a record or a struct")]
    [InlineData("[Event] file record {|EVG1001:Placed|};", "Event 'Shop.Placed' is file-local, so generated code cannot name it; remove 'file'")]
    [InlineData("public class Outer { [Event] private record {|EVG1001:Placed|}; }", "Event 'Shop.Outer.Placed' is private, so generated code cannot name it; make it internal or public")]
    [InlineData("public class Outer { [Event] protected record {|EVG1001:Placed|}; }", "Event 'Shop.Outer.Placed' is protected, so generated code cannot name it; make it internal or public")]
    [InlineData("public class Outer { class Inner { [Event] public record {|EVG1001:Placed|}; } }", "Event 'Shop.Outer.Inner.Placed' is nested in 'Shop.Outer.Inner', which is private, so generated code cannot name it; make 'Inner' internal or public")]
    public Task TypeThatCannotBeNamed_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Silent("EVG1001", "EVG5001")]
    [InlineData("[Event] public record Placed;")]
    [InlineData("class Outer { [Event] internal record Placed; protected internal interface Inner { [Event] record Moved; } }")]
    [InlineData("public record NoEvent<T>; file record Local; public abstract record Base;")]
    public Task TypeThatCanBeNamed_IsNotReported(string source) => ReportsNothingAsync(source);

    [Theory, Fires("EVG1019")]
    [InlineData("[Event, {|EVG1019:PublishTo(\"\")|}] public record Placed;", "'Shop.Placed' is published to a publisher whose name is blank; name one of the bus's publishers")]
    [InlineData("[EventGroup, {|EVG1019:PublishTo(\" \")|}] public interface ITracked;", "'Shop.ITracked' is published to a publisher whose name is blank; name one of the bus's publishers")]
    [InlineData("[{|EVG1019:Event(Version = 0)|}] public record Placed;", "'Shop.Placed' has the version 0; count versions from 1")]
    [InlineData("[EventGroup, PublishTo(\"redis\")] public interface ITracked; [Event, {|EVG1019:PublishTo(\"Redis\")|}] public record Placed : ITracked;", "'Shop.Placed' is published to 'Redis' and to 'redis', which differ in case only, and a bus can have one of them; write the name as the publisher has it, once")]
    public Task ValueThatNoBusCanWorkWith_IsReported(string source, string message) => ReportsAsync($"{source}{(source.Contains("record", StringComparison.Ordinal) ? ListsPlaced : "")}", message);

    [Theory, Silent("EVG1019")]
    [InlineData("[EventGroup, PublishTo(\"redis\")] public interface ITracked; [Event(Version = 1), PublishTo(\"redis\"), PublishTo(\"nats\")] public record Placed : ITracked;" + ListsPlaced)]
    public Task ValueThatABusCanWorkWith_IsNotReported(string source) => ReportsNothingAsync(source);

    [Theory, Fires("EVG1006")]
    [InlineData("[Event] public record Placed([property: EventKey, Sensitive] string {|EVG1006:Mail|});", "Event 'Shop.Placed' has a sensitive key, 'Mail', and keys travel and are stored in clear; order by a part that is not sensitive, such as an id")]
    public Task KeyThatIsSensitive_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Fires("EVG1002")]
    [InlineData("[Event(\"a\")] public record {|EVG1002:First|}; [Event(\"a\")] public record {|EVG1002:Second|};", "Events 'Shop.First' and 'Shop.Second' both have the id 'a'; give one of them another id")]
    [InlineData("[Event] public record {|EVG1002:Placed|}; [Event(\"placed\")] public record {|EVG1002:Second|};", "Events 'Shop.Placed' and 'Shop.Second' both have the id 'placed'; give one of them another id")]
    public Task OneIdOfTwoEvents_IsReportedAtBoth(string source, string message) => ReportsAsync(source, message);

    [Fact, Fires("EVG1002")]
    public async Task OneIdInTwoAssemblies_IsReportedWithBothAndTheAssembly()
    {
        var reported = await Referencing(s_events, "Billing").VerifyAsync("namespace Shop; [Event(\"paid\")] public record {|EVG1002:OrderPaid|};");

        Assert.Equal("Events 'Shop.OrderPaid' and 'Billing.Paid (in Billing)' both have the id 'paid'; give one of them another id", reported[0].GetMessage());
    }

    [Fact, Fires("EVG1002")]
    public async Task OneIdInTwoReferencedAssemblies_IsReportedWhereTheyMeet()
    {
        var library = Referencing(Referencing(s_events, "Billing"), "Payroll");
        var program = library with { Project = library.Project with { OutputKind = OutputKind.ConsoleApplication } };

        await library.VerifyAsync("class Nothing;");
        var reported = await program.ReportedAsync("static class Program { static void Main() { } }");

        Assert.Equal(
            ["Events 'Billing.Paid (in Billing)' and 'Payroll.Paid (in Payroll)' both have the id 'paid'; give one of them another id"],
            reported.Select(static found => found.GetMessage()));
    }

    [Fact, Silent("EVG1002")]
    public Task OtherIdThanThatOfAReferencedAssembly_IsNotReported() =>
        Referencing(s_events, "Billing").VerifyAsync("namespace Shop; [Event(\"order.paid\")] public record Paid;");

    [Fact, Silent("EVG1002")]
    public Task TwoIds_AreNotReported() => ReportsNothingAsync("[Event(\"a\")] public record First; [Event(\"b\")] public record Second;");

    [Theory, Fires("EVG1003")]
    [InlineData("[{|EVG1003:Event(\"Order.Placed\")|}] public record Placed;", "Event 'Shop.Placed' has the id 'Order.Placed'; use lower-case ASCII words and digits with '.' or '-' between them, such as 'order.placed'")]
    [InlineData("[{|EVG1003:Event(\"order..placed\")|}] public record Placed;", "such as 'order.placed'")]
    [InlineData("[{|EVG1003:Event(\"order_placed\")|}] public record Placed;", "such as 'order.placed'")]
    [InlineData("[{|EVG1003:Event(\"order placed\")|}] public record Placed;", "such as 'order.placed'")]
    [InlineData("[{|EVG1003:Event(\".placed\")|}] public record Placed;", "such as 'placed'")]
    [InlineData("[{|EVG1003:Event(\"placed-\")|}] public record Placed;", "such as 'placed'")]
    [InlineData("[{|EVG1003:Event(\"\")|}] public record Placed;", "such as 'order.placed'")]
    [InlineData("[{|EVG1003:Event|}] public record Größe;", "Event 'Shop.Größe' has the id 'größe'; use lower-case ASCII words and digits with '.' or '-' between them, such as 'order.placed'")]
    public Task MalformedId_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Silent("EVG1003")]
    [InlineData("[Event(\"order-line.placed.v2\")] public record Placed;")]
    [InlineData("[Event(\"2.3-4\")] public record Placed;")]
    [InlineData("[Event] public record HTTPRequestV2SentEvent;")]
    [InlineData("[Event] public record Order_Placed;")]
    public Task WellFormedId_IsNotReported(string source) => ReportsNothingAsync(source);

    [Theory, Fires("EVG1004")]
    [InlineData("[Event(\"a\")] public record Placed; [Event(\"b\")] public record {|EVG1004:PlacedEvent|};", "Event 'Shop.PlacedEvent' cannot have the accessor 'Placed': it is the accessor of 'Shop.Placed'; set another with [Event(AccessorName = \"…\")]")]
    [InlineData("public class A { [Event(\"a\")] public record Placed; } public class B { [Event(\"b\")] public record {|EVG1004:Placed|}; }", "Event 'Shop.B.Placed' cannot have the accessor 'Placed': it is the accessor of 'Shop.A.Placed'; set another with [Event(AccessorName = \"…\")]")]
    [InlineData("[Event] public record {|EVG1004:EventsEvent|};", "Event 'Shop.EventsEvent' cannot have the accessor 'Events': it is the name of the accessor class itself; set another with [Event(AccessorName = \"…\")]")]
    [InlineData("public static partial class Events { [Event] public record {|EVG1004:Placed|}; }", "Event 'Shop.Events.Placed' cannot have the accessor 'Placed': the type 'Shop.Events.Placed' is nested in the accessor class; set another with [Event(AccessorName = \"…\")]")]
    [InlineData("public static partial class Events { [Event] public record MovedEvent; [Event(AccessorName = \"MovedEvent\")] public record {|EVG1004:Placed|}; }", "Event 'Shop.Events.Placed' cannot have the accessor 'MovedEvent': the type 'Shop.Events.MovedEvent' is nested in the accessor class; set another with [Event(AccessorName = \"…\")]")]
    [InlineData("[Event(AccessorName = \"Moved\")] public record Placed; [Event(\"b\", AccessorName = \"Moved\")] public record {|EVG1004:Sold|};", "Event 'Shop.Sold' cannot have the accessor 'Moved': it is the accessor of 'Shop.Placed'; set another with [Event(AccessorName = \"…\")]")]
    public Task TakenAccessor_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Fires("EVG1004")]
    [InlineData("[EventGroup] public interface {|EVG1004:IPlaced|}; [Event] public record Placed : IPlaced;", "Group 'Shop.IPlaced' cannot have the accessor 'Placed': it is the accessor of 'Shop.Placed'; set another with [EventGroup(AccessorName = \"…\")]")]
    [InlineData("[EventGroup] public interface IPlaced; [EventGroup] public interface {|EVG1004:IPlacedEvent|};", "Group 'Shop.IPlacedEvent' cannot have the accessor 'Placed': it is the accessor of 'Shop.IPlaced'; set another with [EventGroup(AccessorName = \"…\")]")]
    [InlineData("[EventGroup] public interface {|EVG1004:IEvents|};", "Group 'Shop.IEvents' cannot have the accessor 'Events': it is the name of the accessor class itself; set another with [EventGroup(AccessorName = \"…\")]")]
    [InlineData("public static partial class Events { [EventGroup] public interface {|EVG1004:Placed|}; }", "Group 'Shop.Events.Placed' cannot have the accessor 'Placed': the type 'Shop.Events.Placed' is nested in the accessor class; set another with [EventGroup(AccessorName = \"…\")]")]
    [InlineData("public static partial class Events { [Event] public record MovedEvent; [EventGroup(AccessorName = \"MovedEvent\")] public interface {|EVG1004:IPlaced|}; }", "Group 'Shop.Events.IPlaced' cannot have the accessor 'MovedEvent': the type 'Shop.Events.MovedEvent' is nested in the accessor class; set another with [EventGroup(AccessorName = \"…\")]")]
    public Task TakenAccessorOfAGroup_IsReported(string source, string message) => ReportsAsync(source, message);

    [Fact]
    public async Task AccessorClassThatIsANamespace_IsReportedAtAGroup_WhereThereIsNoEvent()
    {
        var reported = await s_events.VerifyAsync("namespace Shop.Events { [EventGroup] public interface {|EVG1004:IPlaced|}; [EventGroup] public interface IShipped; }");

        Assert.StartsWith("Group 'Shop.Events.IPlaced' cannot have the accessor 'Shop.Events.Placed': 'Shop.Events' is a namespace; ", reported[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessorClassThatIsANamespace_IsReportedOnce()
    {
        var reported = await s_events.VerifyAsync("namespace Shop.Events { [Event] public record {|EVG1004:Placed|}; [Event] public record Shipped; }");

        Assert.Equal(
            "Event 'Shop.Events.Placed' cannot have the accessor 'Shop.Events.Placed': 'Shop.Events' is a namespace; "
            + "name the accessor class otherwise with [assembly: EventGenOptions(AccessorName = \"…\")]",
            reported[0].GetMessage());
    }

    [Fact]
    public Task AccessorClassOfAnotherName_IsNotReported() => s_events.VerifyAsync(
        "[assembly: EventGenOptions(AccessorName = \"ShopEvents\")]",
        "namespace Shop.Events { [Event] public record Placed; } class Use { object All() => Shop.ShopEvents.Placed; }");

    [Theory, Silent("EVG1004")]
    [InlineData("[Event(\"a\")] public record Placed; [Event(\"b\")] public record PlacedAgain;")]
    [InlineData("public static partial class Events { [Event] public record PlacedEvent; }")]
    [InlineData("[EventGroup(AccessorName = \"AllPlaced\")] public interface IPlaced; [Event] public record Placed : IPlaced; class Use { object All() => Events.AllPlaced; }")]
    [InlineData("[EventGroup(\"placed\")] public interface IFamily; [Event(\"placed\")] public record Placed : IFamily;")]
    [InlineData("[Event(\"a\", AccessorName = \"BidPlaced\")] public record Placed; public static class Asks { [Event(\"b\")] public record Placed; }")]
    public Task FreeAccessor_IsNotReported(string source) => ReportsNothingAsync(source);

    [Theory, Fires("EVG1010")]
    [InlineData("[{|EVG1010:Event(AccessorName = \"order placed\")|}] public record Placed;", "Event 'Shop.Placed' asks for the accessor 'order placed', which is no identifier; use letters, digits and '_', such as 'order_placed'")]
    [InlineData("[{|EVG1010:Event(\"a\", AccessorName = \"\")|}] public record PlacedEvent;", "Event 'Shop.PlacedEvent' asks for the accessor '', which is no identifier; use letters, digits and '_', such as 'Placed'")]
    [InlineData("[{|EVG1010:Event(AccessorName = \"@class\")|}] public record Placed;", "such as 'class'")]
    [InlineData("[{|EVG1010:Event(AccessorName = \"2nd\")|}] public record Placed;", "such as '_2nd'")]
    [InlineData("[{|EVG1010:Event(AccessorName = \"Pla\\u200Dced\")|}] public record Placed;", "such as 'Placed'")]
    [InlineData("[{|EVG1010:EventGroup(AccessorName = \"placed!\")|}] public interface IPlaced;", "Group 'Shop.IPlaced' asks for the accessor 'placed!', which is no identifier; use letters, digits and '_', such as 'placed_'")]
    public Task AccessorNameThatIsNoIdentifier_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Silent("EVG1010")]
    [InlineData("[Event(AccessorName = \"class\")] public record Placed; class Use { object All() => Events.@class; }")]
    [InlineData("[Event(AccessorName = \"Größe_2\")] public record Placed; class Use { object All() => Events.Größe_2; }")]
    [InlineData("[Event(AccessorName = null)] public record Placed; class Use { object All() => Events.Placed; }")]
    public Task AccessorNameThatIsAnIdentifier_IsNotReported(string source) => ReportsNothingAsync(source);

    [Theory, Fires("EVG1006")]
    [InlineData("[Event] public record Placed([property: EventKey] string A, [property: EventKey] string {|EVG1006:B|});", "Event 'Shop.Placed' has 2 keys, 'A', 'B'; mark one part with [EventKey]")]
    [InlineData("[Event] public record Placed([property: EventKey] decimal {|EVG1006:A|});", "Event 'Shop.Placed' has a key 'A' of type 'decimal'; a key is a string, a Guid, an integer or an enum")]
    [InlineData("[Event] public record Placed([EventKey] double? {|EVG1006:A|});", "Event 'Shop.Placed' has a key 'A' of type 'double?'; a key is a string, a Guid, an integer or an enum")]
    [InlineData("[Event] public class Placed { [EventKey] string {|EVG1006:A|} => \"\"; }", "Event 'Shop.Placed' has a key 'A' that generated code cannot read; give it an internal or public getter")]
    [InlineData("[Event] public class Placed { [EventKey] public static string {|EVG1006:A|} => \"\"; }", "Event 'Shop.Placed' has a key 'A' that is static; mark a property of the payload")]
    [InlineData("[Event] public class Placed([EventKey] string {|EVG1006:a|}) { string Use() => a; }", "Event 'Shop.Placed' has its key on the parameter 'a', which no property can be read back from; mark the property instead")]
    public Task UnusableKey_IsReported(string source, string message) => ReportsAsync(source, message);

    [Fact, Silent("EVG1006")]
    public Task UsableKey_IsNotReported() => ReportsNothingAsync("[Event] public record Placed([EventKey] Guid? A, string B);");

    [Theory, Fires("EVG1007")]
    [InlineData("[Event] [PublishTo(\"redis\")] public record {|EVG1007:Placed|};",
        "Event 'Shop.Placed' is published to 'redis', but no JsonSerializerContext of its project lists it; add '[JsonSerializable(typeof(Shop.Placed))]' to a 'partial class' that derives from JsonSerializerContext")]
    [InlineData("[Event] [PublishTo(\"a\")] [PublishTo(\"b\")] public record {|EVG1007:Placed|}; [System.Text.Json.Serialization.JsonSerializable(typeof(int))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;",
        "Event 'Shop.Placed' is published to 'a', 'b', but no JsonSerializerContext of its project lists it; add '[JsonSerializable(typeof(Shop.Placed))]' to 'Shop.ShopJson'")]
    [InlineData("[EventGroup] [PublishTo(\"redis\")] public interface ITracked; [Event] public record {|EVG1007:Placed|} : ITracked;",
        "Event 'Shop.Placed' is published to 'redis', but no JsonSerializerContext of its project lists it; add '[JsonSerializable(typeof(Shop.Placed))]' to a 'partial class' that derives from JsonSerializerContext")]
    public Task PublishedEventWithoutJson_IsReported(string source, string message) => ReportsAsync(source, message);

    [Fact, Fires("EVG1007")]
    public Task EventThatAGroupOfAnotherAssemblyPublishes_WithoutJson_IsReported() =>
        (s_events with { Project = GroupLibrary.Referenced(s_events.Project) }).VerifyAsync("namespace Shop; [Event] public record {|EVG1007:Placed|} : Contracts.ITracked;");

    [Theory, Silent("EVG1007")]
    [InlineData("[Event] public record Placed;")]
    [InlineData("[Event] [PublishTo(\"a\")] public record Placed; [System.Text.Json.Serialization.JsonSerializable(typeof(Placed))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;")]
    [InlineData("[Event] [PublishTo(\"a\")] public record Placed; static partial class Outer { [System.Text.Json.Serialization.JsonSerializable(typeof(Placed))] internal partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext; }")]
    public Task PublishedEventWithJson_IsNotReported(string source) => ReportsNothingAsync(source);

    [Theory, Fires("EVG1012")]
    [InlineData("[Durable] public record {|EVG1012:Placed|};", "'Shop.Placed' is marked [Durable], but is no event; mark the type with [Event], or remove the attribute")]
    [InlineData("[Durable] public struct {|EVG1012:Placed|};", "'Shop.Placed' is marked [Durable], but is no event; mark the type with [Event], or remove the attribute")]
    [InlineData("[Event, Durable] public record {|EVG1012:Placed|};",
        "'Shop.Placed' is marked [Durable], but no JsonSerializerContext of its project lists it; add '[JsonSerializable(typeof(Shop.Placed))]' to a 'partial class' that derives from JsonSerializerContext")]
    [InlineData("[Event, Durable] public record {|EVG1012:Placed|}; [System.Text.Json.Serialization.JsonSerializable(typeof(int))] partial class ShopJson : System.Text.Json.Serialization.JsonSerializerContext;",
        "'Shop.Placed' is marked [Durable], but no JsonSerializerContext of its project lists it; add '[JsonSerializable(typeof(Shop.Placed))]' to 'Shop.ShopJson'")]
    [InlineData("[Event, Durable] public record Placed([property: System.Text.Json.Serialization.JsonIgnore] int {|EVG1012:Number|});" + ListsPlaced,
        "'Shop.Placed' is marked [Durable], but its JSON leaves out the part 'Number', which is lost when the event is read back; remove the [JsonIgnore], or the part")]
    [InlineData("[Event, Durable] public record Placed { [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Always)] public int {|EVG1012:Number|} { get; init; } }" + ListsPlaced,
        "its JSON leaves out the part 'Number', which is lost when the event is read back; remove the [JsonIgnore], or the part")]
    public Task DurableEventThatCannotBeReadBack_IsReported(string source, string message) => ReportsAsync(source, message);

    [Fact, Fires("EVG1007"), Silent("EVG1012")]
    public Task DurableEventThatIsPublished_WithoutJson_IsReportedOnce() => ReportsAsync(
        "[Event, Durable, PublishTo(\"redis\")] public record {|EVG1007:Placed|};", "that derives from JsonSerializerContext");

    [Theory, Silent("EVG1012")]
    [InlineData("[Event] public record Placed; public record NoEvent;")]
    [InlineData("[Event] public record Placed([property: System.Text.Json.Serialization.JsonIgnore] int Number);")]
    [InlineData("[Event, Durable] public record Placed(int Number);" + ListsPlaced)]
    [InlineData("[Event, Durable] public record Placed(int Number) { [System.Text.Json.Serialization.JsonIgnore] public int Half => Number / 2; }" + ListsPlaced)]
    [InlineData("[Event, Durable] public record Placed { [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] public string? Note { get; init; } }" + ListsPlaced)]
    public Task DurableEventThatCanBeReadBack_IsNotReported(string source) => ReportsNothingAsync(source);

    [Fact, Fires("EVG5001")]
    public async Task OldLanguage_IsReported()
    {
        var old = s_events with { Project = Project.Setup with { LanguageVersion = LanguageVersion.CSharp11 } };

        var reported = await old.VerifyAsync("namespace Shop; [Event] public record {|EVG5001:Placed|}(int Number);");

        Assert.Equal("'Shop.Placed' is compiled as C# 11.0, but generated code needs C# 12; set <LangVersion> to 12 or higher", reported[0].GetMessage());
    }

    [Fact, Fires("EVG5001")]
    public Task OldLanguage_IsReportedAtGroups() =>
        (s_events with { Project = Project.Setup with { LanguageVersion = LanguageVersion.CSharp11 } }).VerifyAsync("namespace Shop; [EventGroup] public interface {|EVG5001:IPlaced|} { }");

    [Fact]
    public Task SuppressedInSource_IsNotReported() => s_events.VerifyAsync(
        """
        namespace Shop;
        #pragma warning disable EVG1001
        [Event] public abstract record Placed;
        """);

    private static async Task ReportsAsync(string source, string message)
    {
        var reported = await WithJson(source).VerifyAsync($"namespace Shop; {source}");

        Assert.All(reported, found => Assert.EndsWith(message, found.GetMessage()));
    }

    private static Task ReportsNothingAsync(string source) => WithJson(source).VerifyAsync($"namespace Shop; {source}");

    // A project of that name, with the event "paid".
    private static AnalyzerHarness Referencing(AnalyzerHarness harness, string name) => harness with
    {
        Project = (Project.Generator with { Project = harness.Project })
            .Referencing((Project.Generator with { Project = Project.Setup with { AssemblyName = name, RootNamespace = name } })
                .Run($"namespace {name}; [Event] public record Paid;"))
            .Project,
    };

    private static AnalyzerHarness WithJson(string source) => source.Contains("JsonSerializerContext", StringComparison.Ordinal)
        ? s_events with { Generators = [.. s_events.Generators, TargetingPack.CreateJsonGenerator] }
        : s_events;
}
