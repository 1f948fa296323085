using EventGen.TestKit;

namespace EventGen.Generators.Tests.Groups;

/// <summary>What the files of groups look like, and what goes into them.</summary>
public sealed class GroupOutputTests
{
    [Fact]
    public void Group_WithMembersOfEveryKind()
    {
        var run = Project.Generator.Run(
            """
            namespace Shop;

            /// <summary>What comes in.</summary>
            [EventGroup("ingest")]
            public interface IIngestEvent;

            [Event] public record Changed : IIngestEvent;
            [Event] public record Moved : Changed;
            [Event] public sealed record Created(int Number) : IIngestEvent;
            [Event] public readonly record struct Counted(int Number) : IIngestEvent;

            public static class Log { [Subscribe] public static void Write(IIngestEvent e) { } }
            """);

        Snapshot.Match(run.Sources["Groups.Shop.IIngestEvent.g.cs"], "cs");
        Assert.Contains("AddGroupShop_IIngestEvent(module);", run.Sources["ShopEventModule.g.cs"]);
        Assert.Contains("global::EventGen.CompilerServices.HandlerTable<global::Shop.IIngestEvent>", run.Sources["Handlers.Shop.IIngestEvent.g.cs"]);
    }

    [Fact]
    public void Group_OfAnotherAssembly_IsAddedToWithoutAnAccessor()
    {
        var contracts = (Project.Generator with { Project = Project.Setup with { AssemblyName = "Contracts", RootNamespace = "Contracts" } })
            .Run("namespace Contracts; [EventGroup] [PublishTo(\"redis\")] public interface IIngestEvent;");

        var run = Project.Generator.Referencing(contracts).WithJsonGenerator().Run(
            """
            using System.Text.Json.Serialization;
            namespace Shop;
            [Event] public sealed record Created(int Number) : Contracts.IIngestEvent;
            [JsonSerializable(typeof(Created))] internal sealed partial class ShopJson : JsonSerializerContext;
            """);

        string text = run.Sources["Groups.Contracts.IIngestEvent.g.cs"];
        Assert.DoesNotContain("class Events", text);
        Assert.Contains("module.AddGroup<global::Contracts.IIngestEvent>(", text);
        Assert.Contains("Publishers = [\"redis\"]", run.Sources["Events.Created.g.cs"]);
        Assert.Contains("EventGroup<global::Contracts.IIngestEvent> Ingest =>", contracts.Sources["Groups.Contracts.IIngestEvent.g.cs"]);
    }

    [Fact]
    public void PublishersOnReceive_AreThoseOfTheEventAndItsGroups()
    {
        var run = Project.Generator.WithJsonGenerator().Run(
            """
            using System.Text.Json.Serialization;
            namespace Shop;
            [EventGroup] [PublishTo("nats", OnReceive = true), PublishTo("redis")] public interface IIngestEvent;
            [Event] [PublishTo("kafka", OnReceive = true), PublishTo("nats")] public sealed record Created(int Number) : IIngestEvent;
            [Event] [PublishTo("redis", OnReceive = false)] public sealed record Deleted(int Number);
            [JsonSerializable(typeof(Created)), JsonSerializable(typeof(Deleted))] internal sealed partial class ShopJson : JsonSerializerContext;
            """);

        Assert.Contains("Publishers = [\"kafka\", \"nats\", \"redis\"],", run.Sources["Events.Created.g.cs"]);
        Assert.Contains("PublishersOnReceive = [\"kafka\", \"nats\"],", run.Sources["Events.Created.g.cs"]);
        Assert.DoesNotContain("PublishersOnReceive", run.Sources["Events.Deleted.g.cs"]);
    }

    [Fact]
    public void Event_InSeveralGroups_IsAddedToEach()
    {
        var run = Project.Generator.Run(
            """
            namespace Shop;
            [EventGroup] internal interface IIngest;
            [EventGroup] internal interface ITracked : IIngest;
            [Event] internal sealed record Created(int Number) : ITracked;
            """);

        Assert.Contains("global::Shop.Created => 0,", run.Sources["Groups.Shop.IIngest.g.cs"]);
        Assert.Contains("global::Shop.Created => 0,", run.Sources["Groups.Shop.ITracked.g.cs"]);
        Assert.Contains("internal static global::EventGen.EventGroup<global::Shop.IIngest> Ingest", run.Sources["Groups.Shop.IIngest.g.cs"]);
    }

    [Theory]
    [InlineData("namespace Shop; [EventGroup] public interface ICreated; [Event] public sealed record Created(int Number) : ICreated;", "Groups.Shop.ICreated.g.cs")]
    [InlineData("namespace Shop; [EventGroup] public interface ICreated; public static class Z { [EventGroup, Obsolete] public interface ICreated; }", "Groups.Shop.Z.ICreated.g.cs")]
    [InlineData("namespace Shop; [EventGroup] public interface IEvents;", "Groups.Shop.IEvents.g.cs")]
    [InlineData("namespace Shop; public static partial class Events { [EventGroup] public interface Created; }", "Groups.Shop.Events.Created.g.cs")]
    [InlineData("namespace Shop.Events; [EventGroup] public interface ICreated;", "Groups.Shop.Events.ICreated.g.cs")]
    public void Group_WhoseAccessorIsTaken_GetsNone(string source, string file) =>
        Assert.DoesNotContain("class Events", Project.Generator.Run(source).Sources[file]);

    [Fact]
    public void Group_IsCalledAsItAsks()
    {
        var run = Project.Generator.Run(
            """
            namespace Shop;
            [EventGroup(AccessorName = "class")] public interface ICreated;
            [EventGroup("moving")] public interface IEquals;
            [Event] public sealed record Created(int Number) : ICreated;
            public static class Use { public static object All() => (Events.@class, Events.Equals, Events.Created); }
            """);

        Assert.Contains("module.AddGroup<global::Shop.ICreated>(\n                \"created\",", run.Sources["Groups.Shop.ICreated.g.cs"]);
    }
}
