using EventGen.TestKit;
using Xunit.Sdk;

namespace EventGen.Architecture.Tests;

/// <summary>What the documentation shows, compiles; see <see cref="Snippet"/> for the marks.</summary>
public sealed class SnippetTests
{
    private const string Order =
        """
        ```csharp compile
        using EventGen;
        namespace Shop;
        [Event] public sealed record OrderPlaced(int Id);
        ```

        """;

    /// <summary>The pages a user reads.</summary>
    public static TheoryData<string> Documents =>
        [.. ProductTree.Files("", "README.md").Where(static path => path == "README.md"), .. ProductTree.Files("src", "PACKAGE.md"), .. ProductTree.Files("src/docs", ".md")];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Documents))]
    public void Fences_SayWhetherTheyCompile(string document) =>
        Findings.AssertNone(Snippet.Unmarked(MarkdownDocument.Load(document)));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Documents))]
    public void Snippets_CompileWithTheGenerator(string document) => Compile(MarkdownDocument.Load(document));

    [Fact]
    public void Compile_OfStatementsAfterADeclaration_SeesItAndItsImports() =>
        Compile(Page(Order + "```csharp compile (int id)\nEvents.OrderPlaced.Emit(new OrderPlaced(id));\nawait Events.OrderPlaced.EmitAsync(new(id));\n```\n"));

    [Fact]
    public void Compile_OfASnippetThatStandsAlone_DoesNotSeeTheOthers() =>
        Assert.Contains("CS0103", Fails(Order + "```csharp compile alone\nEvents.OrderPlaced.Emit(new(1));\n```\n"));

    [Fact]
    public void Compile_OfABrokenSnippet_NamesTheLineOfTheDocument()
    {
        string failure = Fails(Order + "Some words.\n\n```csharp compile\n// A comment.\nEvents.OrderPlaced.Emitt(new(1));\n```\n");

        Assert.Contains("page.md(10,", failure);
        Assert.Contains("CS1061", failure);
    }

    [Fact]
    public void Compile_LeavesWhatIsMarkedWithAReasonAlone() => Compile(Page("```csharp nocompile cut short\nvar x = ...;\n```\n"));

    [Theory]
    [InlineData("csharp")]
    [InlineData("csharp nocompile")]
    [InlineData("csharp compiled")]
    [InlineData("cs")]
    [InlineData("")]
    public void Unmarked_OfAFenceThatDoesNotSay_NamesIt(string info) =>
        Assert.StartsWith("page.md:2: ", Assert.Single(Snippet.Unmarked(Page($"```{info}\nint x;\n```\n"))));

    [Theory]
    [InlineData("csharp compile")]
    [InlineData("csharp compile alone (Guid id)")]
    [InlineData("csharp compile run")]
    [InlineData("csharp compile run (string[] args)")]
    [InlineData("csharp nocompile because it is cut short")]
    [InlineData("json")]
    public void Unmarked_OfAFenceThatSays_IsEmpty(string info) => Assert.Empty(Snippet.Unmarked(Page($"```{info}\nint x;\n```\n")));

    private static MarkdownDocument Page(string text) => MarkdownDocument.Parse("page.md", text);

    private static string Fails(string text) => Assert.ThrowsAny<XunitException>(() => Compile(Page(text))).Message;

    private static void Compile(MarkdownDocument document)
    {
        ILookup<bool, Snippet> snippets = Snippet.In(document).Where(static snippet => snippet.IsCompiled).ToLookup(static snippet => snippet.IsAlone);
        SnippetProject.Compile(snippets[false]);
        foreach (Snippet alone in snippets[true]) SnippetProject.Compile([alone]);
    }
}
