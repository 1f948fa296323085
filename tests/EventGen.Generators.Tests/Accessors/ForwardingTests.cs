using static EventGen.Generators.Tests.Accessors.Solutions;

namespace EventGen.Generators.Tests.Accessors;

/// <summary>In each project <c>Events</c> has every event that the project can see, wherever it is written and without a <c>using</c>.</summary>
public sealed class ForwardingTests
{
    [Fact]
    public void StandardLayout_WithEventsInEachProject_ReachesThemAllEverywhere()
    {
        var contracts = Contracts();
        var web = Named("Acme.Web").Referencing(contracts).Run(
            """
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Acme.Tests")]
            namespace Acme.Web { [Event] public sealed record CartFilled(int Items); [Event] internal sealed record PageSeen(string Path); }
            """,
            "using Acme.Contracts; namespace Acme.Web.Pages { class Cart { void Fill() { Events.CartFilled.Emit(items: 1); Events.OrderPlaced.Emit(number: 2); Events.PriceChanged.Emit(cents: 3); } } }",
            "using Acme.Contracts; class Program { void Main() { Events.CartFilled.Emit(items: 1); Events.OrderPlaced.Emit(new OrderPlaced(2)); Events.Order.Emit(new OrderPlaced(3)); } }");
        var worker = Named("Acme.Worker").Referencing(contracts).Run(
            "namespace Acme.Worker { [Event] public sealed record JobDone(int Number); }",
            "class Program { void Main() { Events.JobDone.Emit(number: 1); Events.OrderPlaced.Emit(number: 2); } }");

        // Sees the internals of two of the three, and has no event itself.
        Named("Acme.Tests").Referencing(contracts, web, worker).Run(
            """
            class Tests
            {
                void All()
                {
                    Events.CartFilled.Emit(items: 1);
                    Events.PageSeen.Emit(path: "/");
                    Events.OrderPlaced.Emit(number: 2);
                    Events.PriceChanged.Emit(cents: 3);
                    Events.JobDone.Emit(number: 4);
                }
            }
            """);
    }

    [Fact]
    public async Task ForwardedAccessor_IsTheEventsTopic()
    {
        var app = Named("Acme.App").Referencing(Contracts()).Run(
            """
            public static class Stage
            {
                public static async Task<string> Run()
                {
                    await using var bus = EventBus.Create(b => b.AddModule(Acme.App.AcmeAppEventModule.Instance));
                    using var use = EventBus.Use(bus);
                    var seen = new List<string>();
                    using var one = Events.OrderPlaced.Subscribe((Acme.Contracts.OrderPlaced e) => seen.Add($"order {e.Number}"));
                    using var all = Events.Order.Subscribe((Acme.Contracts.IOrderEvent e) => seen.Add($"group {e}"));
                    await Events.OrderPlaced.InvokeAsync(number: 7);
                    return string.Join(", ", seen) + $"; {Events.OrderPlaced == bus.Topic<Acme.Contracts.OrderPlaced>()}";
                }
            }
            """);

        using var loaded = app.Load();
        Assert.Equal("order 7, group OrderPlaced { Number = 7 }; True", await (Task<string>)loaded.Call("Stage", "Run")!);
    }

    [Fact]
    public void ProjectWithoutEvents_HasAnInternalClassInItsRootNamespace()
    {
        var run = Named("Acme.Desk").Referencing(Contracts()).Run("class Desk { object All() => (Events.OrderPlaced, Acme.Desk.Events.Order); }");

        Assert.Equal(["Accessors.Acme.Contracts.g.cs", "AcmeDeskEventModule.g.cs", "EventGen.Usings.g.cs"], run.Sources.Keys);
        using var loaded = run.Load();
        Assert.True(loaded.Type("Acme.Desk.Events").IsNotPublic);
    }

    [Fact]
    public void ProjectWithEvents_ForwardsInternally()
    {
        var run = Named("Acme.Web").Referencing(Contracts()).Run("namespace Acme.Web; [Event] public record CartFilled;");

        using var loaded = run.Load();
        Assert.Equal(["CartFilled"], loaded.Type("Acme.Web.Events").GetProperties().Select(static accessor => accessor.Name));
    }

    [Fact]
    public void ForwardedAccessors_OfAFriend_AreNotForwardedAgain()
    {
        var contracts = Contracts();
        var web = Named("Acme.Web").Referencing(contracts).Run("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Acme.Tests\")]");

        // Web has no event of its own: its class, which the friend sees, has but those of the contracts.
        var tests = Named("Acme.Tests").Referencing(contracts, web).Run("class Tests { object All() => (Events.OrderPlaced, Events.PriceChanged, Acme.Web.Events.OrderPlaced); }");

        Assert.Equal(["Accessors.Acme.Contracts.g.cs", "AcmeTestsEventModule.g.cs", "EventGen.Usings.g.cs"], tests.Sources.Keys);
    }

    [Fact]
    public void HandledEvent_NamesTheProjectsHandlersInItsDocumentation()
    {
        var run = Named("Acme.Web").Referencing(Contracts()).Run(
            "namespace Acme.Web; public static class Mail { [Subscribe] public static void Send(Acme.Contracts.OrderPlaced e) => Events.OrderPlaced.TryEnqueue(e); }");

        string written = run.Sources["Handlers.Acme.Contracts.OrderPlaced.g.cs"];
        Assert.Contains("/// <summary>Event order.placed of Acme.Contracts. <inheritdoc cref=\"global::Acme.Contracts.OrderPlaced\"/></summary>", written);
        Assert.Contains("/// <remarks>Handlers: <c>Acme.Web.Mail.Send</c>.</remarks>", written);
        Assert.DoesNotContain("OrderPlaced =>", run.Sources["Accessors.Acme.Contracts.g.cs"]);
    }

    [Fact]
    public void ObsoleteAndExperimentalEvents_WarnWhoeverNamesThem()
    {
        var contracts = Named("Acme.Contracts").Run(
            """
            namespace Acme.Contracts;
            [Obsolete("Use New"), Event] public record Old;
            [Obsolete("Gone", true), Event] public record Older;
            [System.Diagnostics.CodeAnalysis.Experimental("ACME001"), Event] public record New(int Number);
            """);
        var web = Named("Acme.Web").Referencing(contracts);

        web.Run("class Nobody;");
        var used = (web with { AllowedDiagnostics = ["CS0618", "CS0619", "ACME001"] }).Run("class Use { object All() => (Events.Old, Events.Older, Events.New); }");
        Assert.Equal(
            ["ACME001", "CS0618", "CS0619"],
            used.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(static found => found.Severity > 0 && found.Id[..3] is "ACM" or "CS0").Select(static found => found.Id).Order());
    }

    [Fact]
    public void NamesThatAreTaken_StayWhatTheyAre()
    {
        var contracts = Named("Acme.Contracts").Run(
            """
            [assembly: EventGenOptions(AccessorName = "ContractEvents")]
            namespace Acme.Contracts;
            [Event] public record Placed; [Event] public record Written; [Event] public record Nested; [Event(AccessorName = "Events")] public record Self; [Event(AccessorName = "Equals")] public record Same; [Event] public record @class;
            [EventGroup] public interface IMoved;
            """);

        var web = Named("Acme.Web").Referencing(contracts).Run(
            """
            namespace Acme.Web
            {
                [Event("own.placed")] public record Placed;
                [Event] public record Moved;
                public static partial class Events { public static int Written => 1; public class Nested; }
                class Use { object All() => ((EventTopic<Placed>)Events.Placed, (EventTopic<Moved>)Events.Moved, Events.Written, new Events.Nested(), Events.Equals, Events.@class, Acme.Contracts.ContractEvents.Placed); }
            }
            """);

        Assert.DoesNotContain("> Placed", web.Sources["Accessors.Acme.Contracts.g.cs"]);
    }

    [Theory]
    [InlineData("public static partial class Events;")]
    [InlineData("internal static partial class Events { public static int More => 1; }")]
    [InlineData("static partial class Events;")]
    public void ClassWithAPartByHand_IsCompleted(string part) =>
        Named("Acme.Desk").Referencing(Contracts()).Run($"namespace Acme.Desk {{ {part} }} class Desk {{ object All() => Events.OrderPlaced; }}");

    [Fact]
    public void OtherNameOfTheClass_HasThemAll()
    {
        var contracts = Contracts(options: "[assembly: EventGenOptions(AccessorName = \"ContractEvents\", Namespace = \"Acme.Messages\")]");
        Named("Acme.Web").Referencing(contracts).Run("class Use { object All() => (Events.OrderPlaced, Acme.Messages.ContractEvents.OrderPlaced); }");
        Named("Acme.Web").Referencing(Contracts()).Run(
            "[assembly: EventGenOptions(AccessorName = \"event\", Namespace = \"Acme.class\")] class Use { object All() => (@event.OrderPlaced, @Acme.@class.@event.Order); }");
    }

    [Fact]
    public void AccessorsOfOneName_AreForwardedOfNeither()
    {
        var billing = Named("Acme.Billing").Run("namespace Acme.Billing; [Event(\"bill.placed\")] public record OrderPlaced(int Cents); [Event] public record Paid(int Cents);");

        var web = Named("Acme.Web").Referencing(Contracts(), billing).Run(
            "class Use { void All() { Events.Paid.Emit(cents: 1); Acme.Billing.Events.OrderPlaced.Emit(cents: 2); Acme.Contracts.Events.OrderPlaced.Emit(number: 3); } }");

        Assert.DoesNotContain(web.Sources.Values, static text => text.Contains(" OrderPlaced =>", StringComparison.Ordinal));
    }

    [Fact]
    public void PayloadThatTwoAssembliesDeclare_IsLeftToWhoeverNamesIt()
    {
        var one = Named("Acme.One", "Acme").Run("namespace Acme; [Event] public record Placed(int Number); [Event] public record Moved;");
        var other = Named("Acme.Other", "Acme").Run("namespace Acme; [Event(\"other\")] public record Placed(int Number); [Event] public record Paid;");

        Named("App").Referencing(one, other).Run("class Use { object All() => (Events.Moved, Events.Paid); }");
        Named("App").Referencing(one).Run("namespace Acme { class Placed; } class Use { object All() => Events.Moved; }");
    }

    [Fact]
    public void DocumentedProject_HasNoWarningsInForwardedAccessors()
    {
        var documented = Named("Acme.Web") with { Project = Named("Acme.Web").Project with { DocumentationMode = Microsoft.CodeAnalysis.DocumentationMode.Diagnose } };

        var run = documented.Referencing(Contracts()).Run("class Use { object All() => Events.OrderPlaced; }");

        Assert.Contains(". <inheritdoc cref=\"global::Acme.Contracts.OrderPlaced\"/></summary>", run.Sources["Accessors.Acme.Contracts.g.cs"]);
    }
}
