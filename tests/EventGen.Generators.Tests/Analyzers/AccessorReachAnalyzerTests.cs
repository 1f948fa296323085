using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using static EventGen.Generators.Tests.Accessors.Solutions;

namespace EventGen.Generators.Tests.Analyzers;

/// <summary>Where <c>Events.OrderPlaced</c> is not the accessor, a rule says why and what is.</summary>
public sealed class AccessorReachAnalyzerTests
{
    private const string Own = "namespace Acme.Web { [Event] public record CartFilled(int Items); }";

    private static readonly Lazy<GeneratorRun> s_contracts = new(static () => Contracts());

    private static readonly Lazy<GeneratorRun> s_billing = new(static () => Named("Acme.Billing").Run(
        "namespace Acme.Billing; [Event(\"bill.placed\")] public record OrderPlaced(int Cents); [Event] public record Paid(int Cents); [EventGroup] public interface IOrderEvent;"));

    [Fact, Fires("EVG1014")]
    public async Task AccessorOfTwoReferences_IsReportedWhereItIsMissed()
    {
        var web = Harness("Acme.Web", null, s_contracts.Value, s_billing.Value);

        var reported = await web.VerifyAsync("class Use { void All() { Events.{|EVG1014:OrderPlaced|}.Emit(number: 1); _ = Events.{|EVG1014:Order|}; _ = Events.Paid; _ = Events.Missing; } }");

        Assert.Equal(
            "'OrderPlaced' is the accessor of 'Acme.Billing.OrderPlaced' and 'Acme.Contracts.OrderPlaced', so 'Events' has none of that name; "
            + "write 'Acme.Billing.Events.OrderPlaced' or 'Acme.Contracts.Events.OrderPlaced'",
            reported[0].GetMessage());
    }

    [Fact, Fires("EVG1014")]
    public async Task AccessorOfTwoReferences_WithOneClass_IsReachedThroughTheBus()
    {
        var one = Named("One", "Acme").Run("namespace Acme.A; [Event(\"a\")] public record Placed;");
        var other = Named("Other", "Acme").Run("namespace Acme.B; [Event(\"b\")] public record Placed;");

        var reported = await Harness("Acme.Web", null, one, other).VerifyAsync("class Use { object All() => Events.{|EVG1014:Placed|}; }");

        Assert.EndsWith("; write 'EventBus.Current.Topic<Acme.A.Placed>()' or 'EventBus.Current.Topic<Acme.B.Placed>()'", reported[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact, Silent("EVG1014")]
    public Task AccessorOfTwoReferences_ThatTheProjectHasItself_IsTheProjects() => Harness("Acme.Web", null, s_contracts.Value, s_billing.Value).VerifyAsync(
        "namespace Acme.Web { [Event(\"web.placed\")] public record OrderPlaced; } class Use { EventTopic<Acme.Web.OrderPlaced> All() => Events.OrderPlaced; }");

    [Theory, Fires("EVG1015")]
    [InlineData("namespace Acme { class Use { object All() => {|EVG1015:Events|}.CartFilled; } } namespace Acme.Events { class Some; }", "is the namespace 'Acme.Events' here")]
    [InlineData("namespace Acme { class Events; class Use { object All() => {|EVG1015:Events|}.CartFilled; } }", "is the type 'Acme.Events' here")]
    [InlineData("class Use { int Events => 1; object All() => {|EVG1015:Events|}.CartFilled; }", "is the property 'Use.Events' here")]
    [InlineData("class Use { int Events() => 1; object All() => {|EVG1015:Events|}.CartFilled; }", "is the method 'Use.Events()' here")]
    [InlineData("class Use { object All(string Events) => {|EVG1015:Events|}.CartFilled; }", "is the parameter 'string Events' here")]
    [InlineData("class Base { protected enum Events { One } } class Use : Base { object All() => {|EVG1015:Events|}.CartFilled; }", "is the type 'Base.Events' here")]
    [InlineData("namespace Acme.Contracts { class Use { object All() => {|EVG1015:Events|}.CartFilled; } }", "is the type 'Acme.Contracts.Events' here")]
    [InlineData("class Events; class Use { object All() => {|EVG1015:Events|}.CartFilled; }", "is the type 'Events' here")]
    public async Task HiddenClass_IsReportedWithItsFullName(string source, string fact)
    {
        var reported = await Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(Own, source);

        Assert.Equal($"'Events' {fact}, not the class of accessors; write 'global::Acme.Web.Events.CartFilled'", reported[0].GetMessage());
    }

    [Theory, Fires("EVG1015")]
    [InlineData("void All() => {|EVG1015:Events|}.Shipped.Emit(number: 1);")]
    [InlineData("void All() => {|EVG1015:Events|}.Shipped.Emit(new Acme.Events.Shipped(1));")]
    [InlineData("object All() => {|EVG1015:Events|}.Shipped.EmitAsync(1);")]
    [InlineData("object All() => {|EVG1015:Events|}.Shipped.Descriptor;")]
    [InlineData("object All() => {|EVG1015:Events|}.Shipped;")]
    public async Task EventOfANamespaceOfThatName_IsReportedWhereItIsTakenForItsAccessor(string use)
    {
        var reported = await Harness("Acme.Web", null, s_contracts.Value)
            .VerifyAsync("namespace Acme.Events { [Event] public record Shipped(int Number); }", $"namespace Acme.Elsewhere {{ class Use {{ {use} }} }}");

        Assert.Equal("'Events' is the namespace 'Acme.Events' here, not the class of accessors; write 'global::Acme.Web.Events.Shipped'", Assert.Single(reported).GetMessage());
    }

    [Theory, Silent("EVG1015")]
    [InlineData("object All() => Events.Shipped.None;")]
    [InlineData("object All() => Events.Shipped.Missing;")]
    [InlineData("object All() => Events.Shipped.Stream(\"none\");")]
    [InlineData("string All() => nameof(Events.Shipped);")]
    public Task EventOfANamespaceOfThatName_ThatIsMeantItself_IsNotReported(string use) => Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(
        "namespace Acme.Events { [Event] public record Shipped(int Number) { public static object None => 1; public static object Stream(string name) => name; } }",
        $"namespace Acme.Elsewhere {{ class Use {{ {use} }} }}");

    [Theory, Fires("EVG1015")]
    [InlineData("using Events = System.Console;", "has no meaning here, because 'Alias.cs' has an alias of that name")]
    [InlineData("global using Events = System.Console;", "is the type 'System.Console' here")]
    public async Task ClassWithoutAnAlias_IsReportedWhereItIsOutOfReach(string alias, string fact)
    {
        var reported = await Harness("Acme.Web", null, s_contracts.Value)
            .VerifyAsync(Own, new SourceFile("Alias.cs", $"{alias} class Elsewhere;"), "class Use { object All() => {|EVG1015:Events|}.OrderPlaced; }");

        Assert.Equal($"'Events' {fact}, not the class of accessors; write 'global::Acme.Web.Events.OrderPlaced'", reported[0].GetMessage());
    }

    [Theory, Fires("EVG1015")]
    [InlineData("namespace Acme.Web { class Events; }", "'Acme.Web.Events' is a type that is not a static partial class", "is the type 'Acme.Web.Events' here")]
    [InlineData("namespace Acme.Web.Events { class Some; }", "'Acme.Web.Events' is a namespace", "is the namespace 'Acme.Web.Events' here")]
    public async Task NameThatIsTaken_IsToBeGivenAnother(string taken, string reason, string fact)
    {
        var reported = await Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(taken, "namespace Acme.Web { class Use { object All() => {|EVG1015:Events|}.OrderPlaced; } }");

        Assert.Equal(
            $"'Events' {fact}, not the class of accessors; name the class of accessors otherwise with [assembly: EventGenOptions(AccessorName = \"…\")], since {reason}",
            reported[0].GetMessage());
    }

    [Theory, Silent("EVG1015")]
    [InlineData("class Use { object All() => (Events.CartFilled, Events.OrderPlaced, Acme.Contracts.Events.OrderPlaced); }")]
    [InlineData("class Use { string Events => \"\"; object All() => Events.Length; }")]
    [InlineData("class Use { string Events => \"\"; object All() => Events.Missing; }")]
    [InlineData("namespace Acme { class Use { object All() => Events.Something; } } namespace Acme.Events { class Some; }")]
    [InlineData("class Use { static int CartFilled => 1; object All() => Use.CartFilled; }")]
    public Task WhatIsMeant_IsNotReported(string source) => Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(Own, source);

    [Theory, Fires("EVG1016")]
    [InlineData("{|EVG1016:using Events = Acme.Contracts.Events;|}", "Acme.Contracts.Events")]
    [InlineData("{|EVG1016:using Events = Acme.Web.Events;|}", "Acme.Web.Events")]
    [InlineData("{|EVG1016:global using Events = global::Acme.Web.Events;|}", "Acme.Web.Events")]
    public async Task AliasOfAClassOfAccessors_IsReported(string alias, string target)
    {
        var reported = await Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(Own, $"{alias} class Use;");

        Assert.Equal($"The alias 'Events' of '{target}' keeps the project from having one that reaches every event; remove it", Assert.Single(reported).GetMessage());
    }

    [Fact, Fires("EVG1016")]
    public Task AliasOfTheProjectFile_IsReported() => Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(
        Own, new SourceFile("Acme.Web.GlobalUsings.g.cs", "// <auto-generated/>\n{|EVG1016:global using Events = global::Acme.Contracts.Events;|}\n"));

    // Generated code that keeps the lines of a .razor file.
    [Fact]
    public async Task MarkupOfRazor_IsReportedAtItsOwnLine()
    {
        var reported = await Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(Own, new SourceFile(
            "Counter_razor.g.cs",
            """
            // <auto-generated/>
            #line 1 "Pages/Counter.razor"
            {|EVG1016:using Events = Acme.Contracts.Events;|}
            #line default
            namespace Parts
            {
                class Counter
                {
                    int Events => 1;
                    object Build() =>
            #line 4 "Pages/Counter.razor"
                        {|EVG1015:Events|}.CartFilled
            #line default
                        ;
                }
            }
            """));

        Assert.Equal(
            [("EVG1015", "Pages/Counter.razor", 3), ("EVG1016", "Pages/Counter.razor", 0)],
            reported.Select(static found => (found.Id, found.Location.GetMappedLineSpan().Path, found.Location.GetMappedLineSpan().StartLinePosition.Line)).Order());
    }

    [Theory, Silent("EVG1016")]
    [InlineData("using Events = System.Console; class Use;")]
    [InlineData("namespace Elsewhere { using Events = Acme.Contracts.Events; class Use { object All() => Events.OrderPlaced; } }")]
    [InlineData("using ContractEvents = Acme.Contracts.Events; class Use { object All() => (ContractEvents.OrderPlaced, Events.CartFilled); }")]
    public Task OtherAlias_IsNotReported(string source) => Harness("Acme.Web", null, s_contracts.Value).VerifyAsync(Own, source);

    private static AnalyzerHarness Harness(string name, string? rootNamespace, params GeneratorRun[] references)
    {
        var project = Named(name, rootNamespace).Project;
        return new(static () => new AccessorReachAnalyzer())
        {
            Project = project with { References = project.References.AddRange(references.Select(static run => run.ToReference())) },
            Generators = [static () => new EventGenGenerator()],

            // What the compiler says at these places, which does not tell why.
            AllowedDiagnostics = ["CS0103", "CS0117", "CS0119", "CS0234", "CS0572", "CS1061", "CS1929"],
        };
    }
}
