using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Architecture.Tests.Floors;

/// <summary>The source files of one project, compiled without its project file.</summary>
internal static class SourceCompilation
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>Compiles files of the product.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="files">Their paths in the repository.</param>
    /// <param name="options">How they are parsed.</param>
    /// <param name="references">What they are compiled against.</param>
    /// <param name="globalUsings">Global usings beside the implicit ones.</param>
    public static CSharpCompilation Create(
        string name, IEnumerable<string> files, CSharpParseOptions options, IEnumerable<MetadataReference> references, string globalUsings = "") => CSharpCompilation.Create(
        name,
        files.Select(file => CSharpSyntaxTree.ParseText(ProductTree.Read(file), options, file))
            .Append(CSharpSyntaxTree.ParseText($"{ImplicitUsings}\n{globalUsings}", options, "ImplicitUsings.cs")),
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The folder of a file below the project's folder, as <see cref="FolderArrow"/> names it; <see langword="null"/> for a file of another project.</summary>
    public static string? FolderOf(string path, string project) =>
        !path.StartsWith(project + "/", StringComparison.Ordinal) ? null
        : path[(project.Length + 1)..].Split('/') is [var folder, _, ..] ? folder
        : ".";
}
