using System.Text.RegularExpressions;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class GroupAnalyzerTests
{
    private const string Group =
        """
        namespace Shop;
        [EventGroup] public interface IIngest;
        [Event] public sealed record Created(int Number) : IIngest;
        [Event] public record Changed(int Number) : IIngest;
        [Event] public sealed record Moved(int Number) : Changed(Number);

        """;

    private static readonly AnalyzerHarness s_members = new(static () => new GroupMemberAnalyzer()) { Project = Project.Setup };
    private static readonly AnalyzerHarness s_groups = new(static () => new EventAnalyzer()) { Project = Project.Setup };
    private static readonly AnalyzerHarness s_switches = new(static () => new GroupSwitchAnalyzer()) { Project = Project.Setup };

    [Theory, Fires("EVG3001")]
    [InlineData("public sealed record {|EVG3001:Lost|} : IIngest;")]
    [InlineData("public struct {|EVG3001:Lost|} : IIngest;")]
    [InlineData("public record {|EVG3001:Later|}() : Changed(1);")]
    [InlineData("public interface IInner : IIngest; internal class {|EVG3001:Lost|} : IInner;")]
    public async Task MemberThatIsNoEvent_IsReported(string source)
    {
        var found = await s_members.VerifyAsync(Group + source);

        Assert.All(found, static diagnostic => Assert.Contains("implements 'Shop.IIngest', the interface of a group, but is no event", diagnostic.GetMessage()));
    }

    [Theory, Silent("EVG3001")]
    [InlineData("public abstract record Base : IIngest;")]
    [InlineData("public interface IInner : IIngest;")]
    [InlineData("public interface IOther; public sealed record Free : IOther;")]
    public Task WhatIsNoMember_IsNotReported(string source) => s_members.VerifyAsync(Group + source);

    [Theory, Fires("EVG3003")]
    [InlineData("[EventGroup] public interface {|EVG3003:IOf|}<T>;", "'Shop.IOf<T>' is generic; declare it without type parameters")]
    [InlineData("public class Outer<T> { [EventGroup] public interface {|EVG3003:IInner|}; }", "'Shop.Outer<T>.IInner' is generic; declare it without type parameters")]
    [InlineData("[EventGroup] public interface {|EVG3003:IOpen|} { static abstract event System.Action? Seen; }", "'Shop.IOpen' has the static member 'Seen' without an implementation")]
    [InlineData("[EventGroup] file interface {|EVG3003:IHidden|};", "'Shop.IHidden' is file-local, so generated code cannot name it; remove 'file'")]
    [InlineData("public class Outer { [EventGroup] private interface {|EVG3003:IHidden|}; }", "'Shop.Outer.IHidden' is private, so generated code cannot name it; make it internal or public")]
    [InlineData("[EventGroup] public interface {|EVG3003:INamed|} { static abstract string Name { get; } }", "'Shop.INamed' has the static member 'Name' without an implementation, which keeps it from being a type argument; implement it, or move it to another interface")]
    [InlineData("public interface INamed { static abstract string Name { get; } } [EventGroup] public interface {|EVG3003:IInner|} : INamed;", "'Shop.IInner' has the static member 'Name'")]
    public async Task InterfaceThatCannotBeAGroup_IsReported(string source, string message)
    {
        var found = await s_groups.VerifyAsync($"namespace Shop; {source}");

        Assert.Contains($"Group {message}", Assert.Single(found).GetMessage());
        string unmarked = Regex.Replace(source, @"\{\|EVG3003:(.*?)\|\}", "$1");
        Assert.DoesNotContain(Project.Generator.Run($"namespace Shop; {unmarked}").Sources.Keys, static file => file.StartsWith("Groups.", StringComparison.Ordinal));
    }

    [Theory, Silent("EVG3003")]
    [InlineData("internal class Outer { [EventGroup] internal interface IInner; }")]
    [InlineData("[EventGroup] public interface INamed { static virtual string Name => \"\"; static string Text => \"\"; }")]
    [InlineData("public interface INamed { static abstract string Name { get; } } [EventGroup] public interface IInner : INamed { static string INamed.Name => \"\"; }")]
    public async Task InterfaceThatCanBeAGroup_IsNotReported(string source)
    {
        await s_groups.VerifyAsync($"namespace Shop; {source}");

        Assert.Contains(Project.Generator.Run($"namespace Shop; {source}").Sources.Keys, static file => file.StartsWith("Groups.", StringComparison.Ordinal));
    }

    [Theory, Fires("EVG3002")]
    [InlineData("int M(IIngest e) => {|EVG3002:e|} switch { Created => 1, Moved => 2 };", "'Changed'; add a case for it, or one for the rest")]
    [InlineData("int M(IIngest e) => {|EVG3002:e|} switch { Created { Number: 1 } => 1, Changed c when c.Number > 1 => 2 };", "'Changed', 'Created', 'Moved'; add cases for them, or one for the rest")]
    [InlineData("int M(IIngest e) => {|EVG3002:e|} switch { Created => 1, Moved => 2, Changed { Number: var n and > 1 } => n };", "'Changed'; add a case for it, or one for the rest")]
    [InlineData("void M(IIngest e) { switch ({|EVG3002:e|}) { case Created created: break; } }", "'Changed', 'Moved'; add cases for them, or one for the rest")]
    public async Task SwitchThatMissesAnEvent_IsReported(string member, string missing)
    {
        var found = await s_switches.VerifyAsync($"#pragma warning disable CS8509\n{Group} public static class C {{ static {member} }}");

        Assert.EndsWith($"over 'Shop.IIngest' misses {missing}", Assert.Single(found).GetMessage());
    }

    [Fact, Fires("EVG3002")]
    public async Task SwitchThatMissesAnEventOfAReference_IsReported()
    {
        var switches = s_switches with { Project = GroupLibrary.Referenced(s_switches.Project) };

        var found = await switches.VerifyAsync("namespace Shop; public static class C { static void M(Contracts.ITracked e) { switch ({|EVG3002:e|}) { case Contracts.Trips.Started: break; } } }");

        Assert.Contains("over 'Contracts.ITracked' misses 'Ended';", Assert.Single(found).GetMessage());
    }

    [Theory, Silent("EVG3002")]
    [InlineData("int M(IIngest e) => e switch { Created => 1, Changed { } changed => changed.Number };")]
    [InlineData("int M(IIngest e) => e switch { Created or Changed => 1 };")]
    [InlineData("int M(IIngest e) => e switch { Created => 1, _ => 2 };")]
    [InlineData("int M(IIngest e) => e switch { Created => 1, var other => other.GetHashCode() };")]
    [InlineData("void M(IIngest e) { switch (e) { case Created: break; default: break; } }")]
    [InlineData("void M(IIngest e) { switch (e) { case Created(var number): break; case Changed: break; } }")]
    [InlineData("int M(IIngest e) => e switch { Created => 1, Changed { Number: var number } => number };")]
    [InlineData("int M(IIngest e) => e switch { Created { Number: _ } => 1, Changed { Number: var number } changed => number };")]
    [InlineData("int M(IIngest e) => e switch { Created => 1, not null => 2, null => 3 };")]
    [InlineData("int M(IIngest e) => e switch { Created and not null => 1, Changed => 2 };")]
    [InlineData("int M(IIngest? e) => e switch { Created => 1, Changed => 2, null => 3 };")]
    [InlineData("int M(object e) => e switch { Created => 1 };")]
    public Task SwitchThatHasAll_IsNotReported(string member) => s_switches.VerifyAsync($"#pragma warning disable CS8509\n{Group} public static class C {{ static {member} }}");
}
