using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.TestKit;

/// <summary>What kind of project the code under test pretends to be.</summary>
public sealed record CompilationSetup
{
    // What the compiler knows of an assembly, it knows by the reference to it.
    private static readonly ConcurrentDictionary<string, MetadataReference> s_references = new(StringComparer.Ordinal);

    // Projects without a source, by their references and names. Those with the same ones share what the compiler finds out of them, as the copy of a compilation does.
    private static readonly ConditionalWeakTable<MetadataReference[], ConcurrentDictionary<string, CSharpCompilation>> s_empty = [];

    /// <summary>The project's name.</summary>
    public string AssemblyName { get; init; } = "Shop";

    /// <summary>The project's root namespace, as the build passes it to generators; <see langword="null"/> passes none.</summary>
    public string? RootNamespace { get; init; } = "Shop";

    /// <summary>Other build properties and options, by full name: <c>build_property.EventGenX</c>.</summary>
    public ImmutableDictionary<string, string> GlobalOptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The text of an <c>.editorconfig</c> that applies to every file; <see langword="null"/>: none.</summary>
    public string? EditorConfig { get; init; }

    /// <summary>What is referenced besides .NET itself.</summary>
    public ImmutableArray<MetadataReference> References { get; init; } = [];

    /// <summary>The language the sources and the generated code are read as; default: what a .NET 8 project has.</summary>
    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp12;

    /// <summary>Whether documentation comments are read; a build without a documentation file does not (<see cref="DocumentationMode.None"/>).</summary>
    public DocumentationMode DocumentationMode { get; init; } = DocumentationMode.Diagnose;

    /// <summary>The nullable context of the project.</summary>
    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    /// <summary>Library or program.</summary>
    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Files every project has without saying so; default: the SDK's implicit usings.</summary>
    public string ImplicitUsings { get; init; } =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The same with assemblies of the running test referenced.</summary>
    public CompilationSetup Referencing(params IEnumerable<Assembly> assemblies) =>
        this with { References = References.AddRange(assemblies.Select(static assembly => s_references.GetOrAdd(assembly.Location, static file => MetadataReference.CreateFromFile(file)))) };

    internal CSharpParseOptions ParseOptions => new(LanguageVersion, DocumentationMode);

    internal ImmutableDictionary<string, string> AllGlobalOptions =>
        RootNamespace is null ? GlobalOptions : GlobalOptions.SetItem("build_property.RootNamespace", RootNamespace);

    internal ProjectOptions CreateProjectOptions() => new(AllGlobalOptions, EditorConfig);

    internal CSharpCompilation Compile(IReadOnlyList<SourceFile> sources, ProjectOptions options)
    {
        var trees = SourceFile.Named(sources)
            .Select(source => Parse(source.Path!, source.Text))
            .Append(Parse("ImplicitUsings.g.cs", ImplicitUsings));
        return WithoutSources()
            .WithOptions(new CSharpCompilationOptions(
                OutputKind,
                nullableContextOptions: Nullable,
                warningLevel: 9999,
                // As the SDK does: a library built for an older .NET is no reason to warn.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)])
                .WithSyntaxTreeOptionsProvider(options.SyntaxTrees))
            .AddSyntaxTrees(trees);
    }

    private CSharpCompilation WithoutSources() => s_empty.GetOrCreateValue(ImmutableCollectionsMarshal.AsArray(References)!).GetOrAdd(
        AssemblyName, static (name, references) => CSharpCompilation.Create(name, references: TargetingPack.References.AddRange(references)), References);

    internal SyntaxTree Parse(string path, string text) =>
        CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);
}
