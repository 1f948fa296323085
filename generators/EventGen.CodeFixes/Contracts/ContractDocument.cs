using System.Collections.Immutable;
using System.Text;
using EventGen.EventContracts;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.CodeFixes.Contracts;

/// <summary>The contract file of a project, as a document of its own.</summary>
internal static class ContractDocument
{
    private static readonly Encoding s_encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The project's contract file; <see langword="null"/> when it has none.</summary>
    public static TextDocument? Of(Project project) =>
        project.AdditionalDocuments.FirstOrDefault(static document => string.Equals(document.Name, ContractFile.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The solution with a contract file that has what the diagnostics ask for. Without a file one is made, with all events of the project.</summary>
    public static async Task<Solution> AcceptAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var contracts = new ProjectContracts(compilation);
        if (Of(project) is not { } document)
        {
            var all = new ContractFile(compilation.AssemblyName ?? "", [.. contracts.All(cancellationToken).Select(static parsed => parsed.Contract)]);
            string? folder = Path.GetDirectoryName(project.FilePath);
            return project.Solution.AddAdditionalDocument(
                DocumentId.CreateNewId(project.Id), ContractFile.Name, SourceText.From(ContractFileWriter.Write(all), s_encoding),
                filePath: folder is null ? null : Path.Combine(folder, ContractFile.Name));
        }

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (ContractFileText.Of(text).File is not { } file) return project.Solution;
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Id == ContractRules.NotDeclared.Id)
                file = diagnostic.Properties.TryGetValue(ContractAnalyzer.IdProperty, out string? id) ? ContractUpdate.Remove(file, id!) : file;
            else if (await TypeAsync(compilation, diagnostic, cancellationToken).ConfigureAwait(false) is { } type && contracts.Of(type, cancellationToken) is { } parsed)
                file = ContractUpdate.Accept(file, parsed.Contract);
        }

        // Lines end as they did: a tool may have converted the file.
        string written = ContractFileWriter.Write(file);
        if (text.ToString().Contains("\r\n")) written = written.Replace("\n", "\r\n");
        return project.Solution.WithAdditionalDocumentText(document.Id, SourceText.From(written, text.Encoding ?? s_encoding));
    }

    private static async Task<INamedTypeSymbol?> TypeAsync(Compilation compilation, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (diagnostic.Location.SourceTree is not { } tree) return null;
        var root = await tree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        return root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } declaration
            ? compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellationToken) as INamedTypeSymbol
            : null;
    }
}
