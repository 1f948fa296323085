using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class HandlerAnalyzerTests
{
    private const string Placed = "namespace Shop; [Event] public record Placed(int Number);";

    private static readonly AnalyzerHarness s_handlers = new(static () => new HandlerAnalyzer())
    {
        Project = Project.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    [Theory, Fires("EVG2001")]
    [InlineData("public class H { [Subscribe] public int {|EVG2001:On|}(Placed e) => 1; }", "Handler 'Shop.H.On' returns 'int'; return void, Task or ValueTask")]
    [InlineData("public class H { [Subscribe] public Task<int> {|EVG2001:On|}(Placed e) => null!; }", "Handler 'Shop.H.On' returns 'Task<int>'; return void, Task or ValueTask")]
    [InlineData("public class H { int i; [Subscribe] public ref int {|EVG2001:On|}(Placed e) => ref i; }", "Handler 'Shop.H.On' returns 'int'; return void, Task or ValueTask")]
    [InlineData("public class H { [Subscribe] void {|EVG2001:On|}(Placed e) { } }", "Handler 'Shop.H.On' is private, so generated code cannot call it; make it internal or public")]
    [InlineData("public class H { [Subscribe] protected void {|EVG2001:On|}(Placed e) { } }", "Handler 'Shop.H.On' is protected, so generated code cannot call it; make it internal or public")]
    [InlineData("public class H { [Subscribe] public void {|EVG2001:On|}<T>(T e) { } }", "Handler 'Shop.H.On' is generic; write one handler for each event")]
    [InlineData("public class H<T> { [Subscribe] public static void {|EVG2001:On|}(Placed e) { } }", "Handler 'Shop.H<T>.On' is a static method of a generic type; move it to a type without type parameters")]
    [InlineData("public interface H { [Subscribe] void {|EVG2001:On|}(Placed e); }", "Handler 'Shop.H.On' is a member of an interface, which has no instances; mark the method of the class")]
    [InlineData("public interface I { void On(Placed e); } public class H : I { [Subscribe] void I.{|EVG2001:On|}(Placed e) { } }", "implements an interface explicitly; mark a method of its own that calls it")]
    [InlineData("public class H { [Subscribe] public void {|EVG2001:On|}(ref Placed e) { } }", "Handler 'Shop.H.On' takes 'e' by reference; pass it by value")]
    [InlineData("public class H { [Subscribe] public void {|EVG2001:On|}(Placed e, out int n) => n = 1; }", "Handler 'Shop.H.On' takes 'n' by reference; pass it by value")]
    [InlineData("public class H { [Subscribe] public void {|EVG2001:On|}(Placed e, ReadOnlySpan<char> n) { } }", "Handler 'Shop.H.On' takes 'n' of type 'ReadOnlySpan<char>', which is no service; take a service, the EventContext or the CancellationToken")]
    [InlineData("public static class H { private static class Outer { [Subscribe] public static void {|EVG2001:On|}(Placed e) { } } }", "Handler 'Shop.H.Outer.On' stands in 'Shop.H.Outer', which is private, so generated code cannot name it; make it internal or public")]
    [InlineData("file static class H { [Subscribe] public static void {|EVG2001:On|}(Placed e) { } }", "Handler 'Shop.H.On' stands in 'Shop.H', which is file-local, so generated code cannot name it; remove 'file'")]
    [InlineData("public class H { public void M() { On(null!); [Subscribe] static void {|EVG2001:On|}(Placed e) { } } }", "Handler 'Shop.H.On' is a local function; make it a method")]
    [InlineData("public class H { public Action<Placed> M() => {|EVG2001:[Subscribe] (Placed e) => { }|}; }", "Handler 'Shop.H.(lambda)' is a lambda; make it a method, or pass it to Subscribe")]
    [InlineData("public class H { public int P { [Subscribe] {|EVG2001:get|} => 1; } }", "Handler 'Shop.H.get_P' is no ordinary method; mark a method")]
    [InlineData("public class H { [Subscribe] public void {|EVG2001:On|}(Placed e, Placed second) { } }", "Handler 'Shop.H.On' takes 'second', an event, besides the one that it handles; handle it in a method of its own")]
    public Task ShapeThatCannotBeCalled_IsReported(string source, string message) => ReportsAsync(source, message);

    [Fact, Fires("EVG2017")]
    public Task NameThatIsBlank_IsReported() => ReportsAsync(
        "public class H { [{|EVG2017:Subscribe(Name = \" \")|}] public void On(Placed e) { } }", "Handler 'Shop.H.On' has a Name that is blank; give it a name that can be seen, or leave Name out");

    [Fact, Silent("EVG2017")]
    public Task NameThatIsLeftEmpty_IsNotReported() => s_handlers.VerifyAsync(Placed, "namespace Shop; public class H { [Subscribe(Name = \"\")] public void On(Placed e) { } }");

    [Theory, Fires("EVG2002")]
    [InlineData("public class H { [Subscribe] public void {|EVG2002:On|}() { } }", "Handler 'Shop.H.On' has no parameters; its first parameter is the event it handles")]
    [InlineData("public class H { [Subscribe] public void On(string {|EVG2002:e|}) { } }", "Handler 'Shop.H.On' takes 'string' first, which is not an event; put the event first, and mark its type with [Event]")]
    [InlineData("public class H { [Subscribe] public void On(EventContext {|EVG2002:c|}, Placed e) { } }", "Handler 'Shop.H.On' takes 'EventContext' first, which is not an event; put the event first, and mark its type with [Event]")]
    [InlineData("public abstract class B<T> { [Subscribe] public void On(T e) { } } public class {|EVG2002:H|} : B<string>;", "takes 'string' first, which is not an event; put the event first, and mark its type with [Event]")]
    [InlineData("public abstract class B { [Subscribe] public void On(string {|EVG2002:e|}) { } } public class H : B; public class I : B;", "Handler 'Shop.B.On' takes 'string' first, which is not an event; put the event first, and mark its type with [Event]")]
    public Task FirstParameterThatIsNoEvent_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Fires("EVG2003")]
    [InlineData("public class H { [Subscribe] public async void {|EVG2003:On|}(Placed e) => await Task.Yield(); }", "Handler 'Shop.H.On' is 'async void', so nobody can await it or see it fail; return Task or ValueTask")]
    [InlineData("public abstract class B { [Subscribe] public async void {|EVG2003:On|}(Placed e) => await Task.Yield(); } public class H : B;", "Handler 'Shop.B.On' is 'async void', so nobody can await it or see it fail; return Task or ValueTask")]
    public Task AsyncVoid_IsReported(string source, string message) => ReportsAsync(source, message);

    [Theory, Fires("EVG2005")]
    [InlineData("public class {|EVG2005:H|} { H() { } [Subscribe] public void On(Placed e) { } [Subscribe] public void Two(Placed e) { } }", "Handler class 'Shop.H' has no constructor that generated code can call; give it an internal or public one")]
    [InlineData("public struct {|EVG2005:H|} { [Subscribe] public void On(Placed e) { } }", "Handler class 'Shop.H' is a struct, which no container makes; make it a class, or the handler static")]
    [InlineData("public class Outer { class {|EVG2005:H|} { [Subscribe] public void On(Placed e) { } } }", "Handler class 'Shop.Outer.H' is private, so generated code cannot name it; make it internal or public")]
    [InlineData("file class {|EVG2005:H|} { [Subscribe] public void On(Placed e) { } }", "Handler class 'Shop.H' is file-local, so generated code cannot name it; remove 'file'")]
    [InlineData("public class {|EVG2005:H|} { public required int N { get; init; } [Subscribe] public void On(Placed e) { } }", "Handler class 'Shop.H' has the required member 'N', which generated code cannot set; take it in the constructor instead")]
    [InlineData("public class {|EVG2005:H|} { public H(string a) { } public H(Version a) { } [Subscribe] public void On(Placed e) { } }", "Handler class 'Shop.H' has several constructors with 1 parameter; mark one with [ActivatorUtilitiesConstructor]")]
    [InlineData("public class {|EVG2005:H|} { public H(out int a) => a = 1; [Subscribe] public void On(Placed e) { } }", "Handler class 'Shop.H' has a constructor that takes 'a' by reference; pass it by value")]
    [InlineData("public class {|EVG2005:H|}(EventContext c) { [Subscribe] public void On(Placed e) => c.ToString(); }", "Handler class 'Shop.H' takes the EventContext 'c' in its constructor; take it in the handler")]
    [InlineData("public abstract class B { [Subscribe] public void On(Placed e) { } } public class {|EVG2005:H|} : B { H() { } }", "Handler class 'Shop.H' has no constructor that generated code can call; give it an internal or public one")]
    public Task ClassThatCannotBeMade_IsReportedOnce(string source, string message) => ReportsAsync(source, message);

    [Fact, Fires("EVG2010")]
    public Task LifetimesThatConflict_AreReported() => ReportsAsync(
        "public class {|EVG2010:H|} { [Subscribe(Lifetime = HandlerLifetime.Scoped)] public void A(Placed e) { } [Subscribe(Lifetime = HandlerLifetime.Singleton)] public void B(Placed e) { } }",
        "Handler class 'Shop.H' is asked to be both Scoped (by 'A') and Singleton (by 'B'); choose one lifetime for the class");

    [Theory, Silent("EVG2001", "EVG2002", "EVG2003", "EVG2005", "EVG2010")]
    [InlineData("public class H(Version a, string? b = null) { [Subscribe] internal ValueTask On(in Placed e, CancellationToken t, EventContext c, Version d) => new(Task.FromResult((a, b))); }")]
    [InlineData("public static class H { [Subscribe] public static void On(Placed e) { } }")]
    [InlineData("public abstract class B<T> { [Subscribe] public void On(T e) { } } public class H : B<Placed>;")]
    [InlineData("public class B<T> { B() { } [Subscribe] public void On(Placed e) { } }")]
    [InlineData("public class H { private H() { } [Subscribe] public static void On(Placed e) { } public async void Other() => await Task.Yield(); }")]
    [InlineData("public class H { [Subscribe(Lifetime = HandlerLifetime.Scoped)] public void A(Placed e) { } [Subscribe] public void B(Placed e) { } }")]
    public Task GoodHandler_IsNotReported(string source) => s_handlers.VerifyAsync(Placed, $"namespace Shop; {source}");

    [Fact, Fires("EVG2011")]
    public async Task TypeThatAnotherGeneratorBringsIntoReach_IsReported()
    {
        var beside = s_handlers with { Generators = s_handlers.Generators.Add(static () => new GlobalUsingGenerator("Contracts")) };

        var reported = await beside.VerifyAsync(
            "namespace Contracts { [Event] public record Paid; }",
            "namespace Shop; class H { [Subscribe] public void {|EVG2011:On|}(Paid e) { } [Subscribe] public void Two(Contracts.Paid e) { } }",
            "namespace Shop; abstract class B { [Subscribe] public void {|EVG2011:On|}(Paid e) { } } class D : B;");

        Assert.Equal(
            "Handler 'Shop.H.On' is not called: a type that it takes is in reach only through what another generator writes; "
            + "add a using for its namespace to the file, and declare the event itself by hand",
            reported.Single(static found => found.GetMessage().Contains("Shop.H.On", StringComparison.Ordinal)).GetMessage());
    }

    [Fact, Silent("EVG2011")]
    public Task TypeInReachThroughAUsing_IsNotReported() => s_handlers.VerifyAsync(
        "namespace Contracts { [Event] public record Paid; } namespace Shop { [Event] public record Placed; }",
        "using Contracts; using Shop; namespace Outside; class H { [Subscribe] public void On(Paid e) { } [Subscribe] public void Two(Placed e) { } }",
        "using Shop; namespace Outside; abstract class B { [Subscribe] public void On(Placed e) { } } class D : B;");

    [Fact]
    public async Task UnknownType_IsLeftToTheCompiler()
    {
        var broken = s_handlers with { AllowedDiagnostics = ["CS0246"] };

        await broken.VerifyAsync("namespace Shop; public class H { [Subscribe] public void On(Missing e) { } [Subscribe] public Missing Two(Missing e) => null!; }");
    }

    [Fact, Fires("EVG5001")]
    public async Task OldLanguage_IsReported()
    {
        var old = s_handlers with { Project = Project.Setup with { LanguageVersion = LanguageVersion.CSharp11 } };

        await old.VerifyAsync(Placed, "namespace Shop; public class H { [Subscribe] public void {|EVG5001:On|}(Placed e) { } }");
    }

    private static async Task ReportsAsync(string source, string message)
    {
        var reported = await s_handlers.VerifyAsync(Placed, $"namespace Shop; {source}");

        Assert.All(reported, found => Assert.EndsWith(message, found.GetMessage()));
    }
}
