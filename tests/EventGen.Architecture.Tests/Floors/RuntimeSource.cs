using EventGen.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Architecture.Tests.Floors;

/// <summary>The runtime's source, compiled as its project compiles it.</summary>
internal static class RuntimeSource
{
    private const string Folder = "src/EventGen";

    private static readonly CSharpParseOptions s_options =
        new(LanguageVersion.Preview, preprocessorSymbols: ["NET8_0_OR_GREATER", "NET9_0_OR_GREATER", "NET10_0_OR_GREATER", "NET10_0"]);

    private static readonly Lazy<CSharpCompilation> s_compilation = new(Compile);

    public static CSharpCompilation Compilation => s_compilation.Value;

    /// <summary>The errors of the compilation, less what the generator of log methods would add.</summary>
    public static IEnumerable<Diagnostic> Errors =>
        Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static finding => finding.Severity == DiagnosticSeverity.Error && finding.Id is not ("CS8795" or "CS0762"));

    /// <summary>The folder of a file of the runtime, as <see cref="FolderArrow"/> names it.</summary>
    public static string? FolderOf(string path) => SourceCompilation.FolderOf(path, Folder);

    private static CSharpCompilation Compile() => SourceCompilation.Create(
        "EventGen",
        ProductTree.Files(Folder, ".cs"),
        s_options,
        [.. TargetingPack.References, MetadataReference.CreateFromFile(typeof(ILogger).Assembly.Location), MetadataReference.CreateFromFile(typeof(IServiceCollection).Assembly.Location)],
        "global using Gate = System.Threading.Lock;");
}
