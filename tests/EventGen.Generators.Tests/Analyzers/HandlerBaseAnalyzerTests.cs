using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class HandlerBaseAnalyzerTests
{
    private const string Placed = "namespace Shop; [Event] public record Placed;";
    private const string Handler = "[Subscribe] public void On(Placed e) { }";

    private static readonly AnalyzerHarness s_library = new(static () => new HandlerBaseAnalyzer()) { Project = Project.Setup };

    private static readonly AnalyzerHarness s_program = s_library with { Project = Project.Setup with { OutputKind = OutputKind.ConsoleApplication } };

    [Theory, Fires("EVG2005")]
    [InlineData($"abstract class {{|EVG2005:H|}} {{ {Handler} }}", "Handler class 'Shop.H' is abstract, and no class that can be made derives from it, so nothing calls its handlers; derive a class from it, or remove 'abstract'")]
    [InlineData($"class {{|EVG2005:H|}}<T> {{ {Handler} }}", "Handler class 'Shop.H<T>' is generic, and no class that can be made derives from it, so nothing calls its handlers; derive a class without type parameters from it")]
    [InlineData($"class Outer<T> {{ internal class {{|EVG2005:H|}} {{ {Handler} }} }}", "is generic, and no class that can be made derives from it, so nothing calls its handlers; derive a class without type parameters from it")]
    [InlineData("abstract class {|EVG2005:H|}<T> { [Subscribe] public void On(T e) { } } abstract class Middle : H<Placed>;", "derive a class without type parameters from it")]
    [InlineData($"public abstract class {{|EVG2005:H|}} {{ private protected H() {{ }} {Handler} }}", "derive a class from it, or remove 'abstract'")]
    [InlineData($"public class Outer {{ private abstract class {{|EVG2005:H|}} {{ {Handler} }} }}", "derive a class from it, or remove 'abstract'")]
    public async Task BaseThatNothingCanDeriveFrom_IsAnError(string source, string message)
    {
        var found = Assert.Single(await s_library.VerifyAsync(Placed, $"namespace Shop; {source}"));

        Assert.EndsWith(message, found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
    }

    [Fact, Fires("EVG2005")]
    public Task PublicBaseOfAProgram_IsAnError() => s_program.VerifyAsync(
        Placed, $"namespace Shop; public abstract class {{|EVG2005:H|}} {{ {Handler} }} static class Program {{ static void Main() {{ }} }}");

    [Theory, Fires("EVG2018")]
    [InlineData($"public abstract class {{|EVG2018:H|}} {{ {Handler} }}", "Handler class 'Shop.H' is abstract, and no class of this project that can be made derives from it, so its handlers are called only for classes of other projects; derive a class from it, or remove 'abstract'")]
    [InlineData($"public class {{|EVG2018:H|}}<T> {{ {Handler} }}", "Handler class 'Shop.H<T>' is generic, and no class of this project that can be made derives from it, so its handlers are called only for classes of other projects; derive a class without type parameters from it")]
    [InlineData($"public class Outer {{ public abstract class {{|EVG2018:H|}} {{ protected internal H() {{ }} {Handler} }} }}", "derive a class from it, or remove 'abstract'")]
    public async Task BaseThatAnotherProjectMayDeriveFrom_IsASuggestion(string source, string message)
    {
        var found = Assert.Single(await s_library.VerifyAsync(Placed, $"namespace Shop; {source}"));

        Assert.EndsWith(message, found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
    }

    [Theory, Fires("EVG2018")]
    [InlineData($"abstract class {{|EVG2018:H|}} {{ {Handler} }}")]
    [InlineData($"abstract class {{|EVG2018:H|}} {{ private protected H() {{ }} {Handler} }}")]
    public Task InternalBase_OfAnAssemblyThatAnotherSeesInto_IsASuggestion(string source) => s_library.VerifyAsync(
        Placed, "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Shop.Tests\")]", $"namespace Shop; {source}");

    [Theory, Silent("EVG2005", "EVG2018")]
    [InlineData($"abstract class H {{ {Handler} }} class D : H;")]
    [InlineData($"abstract class H {{ {Handler} }} abstract class Middle : H; class D : Middle;")]
    [InlineData("abstract class H<T> { [Subscribe] public void On(T e) { } } class D : H<Placed>;")]
    [InlineData($"class H<T> {{ {Handler} }} class Outer {{ internal class D : H<int>; }}")]
    [InlineData("abstract class H { [Subscribe] public static void On(Placed e) { } }")]
    [InlineData("static class H { [Subscribe] public static void On(Placed e) { } }")]
    [InlineData("abstract class H { public void On(Placed e) { } }")]
    [InlineData($"class H {{ {Handler} }}")]
    public Task BaseThatAClassTakesOver_IsNotReported(string source) => s_library.VerifyAsync(Placed, $"namespace Shop; {source}");
}
