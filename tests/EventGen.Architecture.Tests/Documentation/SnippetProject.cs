using System.Text;
using EventGen.Generators;
using EventGen.Generators.Pipeline;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Architecture.Tests;

/// <summary>Compiles snippets as a reader's project would, with the generator. Findings name the document and its line.</summary>
internal static class SnippetProject
{
    private static readonly GeneratorHarness s_harness = new GeneratorHarness(static () => new EventGenGenerator())
    {
        DeclarationSteps = [TrackingNames.Fingerprint],
        Project = new() { References = [.. ReadersReferences()] },
        // A snippet may show a variable, a local function or an async method without going on about it.
        AllowedDiagnostics = ["CS0168", "CS0219", "CS1998", "CS8321"],
    }.WithJsonGenerator();

    /// <summary>Fails unless the snippets build without a warning.</summary>
    /// <param name="snippets">All snippets of one project, in their order.</param>
    public static void Compile(IEnumerable<Snippet> snippets)
    {
        var files = new List<SourceFile>();
        (Snippet Snippet, CompilationUnitSyntax Code)[] parsed = [.. snippets.Select(static snippet => (snippet, Parse(snippet)))];

        // A page's snippets are parts of one program: what it declares is in reach of all of them, as in the reader's files.
        List<string> imports =
        [
            .. parsed.SelectMany(static one => one.Code.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
                .Select(static space => $"using {space.Name};").Distinct(),
        ];
        foreach (var (snippet, code) in parsed)
        {
            string[] own = [.. code.Usings.Select(static import => import.ToString())];
            files.Add(new SourceFile($"{snippet.Fence.Document}.{files.Count + 1}.cs", Write(snippet, code, imports.Except(own), files.Count + 1)));
            imports.AddRange(own.Except(imports));
        }

        s_harness.Run([.. files]);
    }

    private static string Write(Snippet snippet, CompilationUnitSyntax code, IEnumerable<string> imported, int number)
    {
        string imports = string.Concat(imported.Select(static import => import + "\n"));
        if (!code.Members.OfType<GlobalStatementSyntax>().Any()) return imports + Marked(snippet, code);

        // Statements, perhaps with types among them: the statements move into a method.
        var file = new StringBuilder(imports);
        foreach (UsingDirectiveSyntax import in code.Usings) file.Append(Marked(snippet, import));
        file.Append($"internal static class Snippet{number}\n{{\ninternal static async Task RunAsync{snippet.Parameters}\n{{\n");
        foreach (var statement in code.Members.OfType<GlobalStatementSyntax>()) file.Append(Marked(snippet, statement));
        file.Append("}\n}\n");
        foreach (var type in code.Members.Where(static member => member is not GlobalStatementSyntax)) file.Append(Marked(snippet, type));
        return file.ToString();
    }

    // With the place it has in the document, which is where its author will look.
    private static string Marked(Snippet snippet, SyntaxNode node)
    {
        int line = snippet.Fence.Line + node.SyntaxTree.GetText().Lines.GetLinePosition(node.FullSpan.Start).Line;
        return $"#line {line} \"{snippet.Fence.Document}\"\n{node.ToFullString()}\n#line default\n";
    }

    private static CompilationUnitSyntax Parse(Snippet snippet) =>
        CSharpSyntaxTree.ParseText(snippet.Fence.Text, new CSharpParseOptions(LanguageVersion.CSharp12)).GetCompilationUnitRoot();

    private static IEnumerable<MetadataReference> ReadersReferences() =>
        from path in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        let name = Path.GetFileNameWithoutExtension(path)
        where ProjectFile.Shipped().Any(project => project.Name == name) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        orderby name
        select MetadataReference.CreateFromFile(path);
}
