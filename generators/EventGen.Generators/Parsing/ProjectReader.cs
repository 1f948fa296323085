using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads all that is generated from, file by file.</summary>
internal sealed class ProjectReader(Compilation compilation, IEnumerable<string> globalAliases, CancellationToken cancellationToken)
{
    private readonly ParseScope _scope = new(compilation, report: null, cancellationToken);
    private readonly HashSet<string> _aliases = new(globalAliases, StringComparer.Ordinal);
    private readonly ProjectContracts _contracts = new(compilation);

    /// <summary>Reads one file.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="syntax">What its syntax tells.</param>
    public FileDeclarations Read(SyntaxTree tree, FileSyntax syntax) => Reader(tree, syntax).Read();

    /// <summary>Reads what the events of one file are on the wire.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="syntax">What its syntax tells.</param>
    public EquatableArray<ContractModel?> ReadContracts(SyntaxTree tree, FileSyntax syntax) => Reader(tree, syntax).ReadContracts(_contracts);

    /// <summary>Reads whom events stay readable for.</summary>
    public int ReadPromise() => (int)_contracts.Promise;

    /// <summary>Reads what is known of the project itself.</summary>
    /// <param name="rootNamespace">Its root namespace; <see langword="null"/> when the build does not tell.</param>
    public ProjectModel ReadProject(string? rootNamespace)
    {
        var project = ProjectParser.Parse(compilation, rootNamespace);
        return project with { Reach = ReachParser.Parse(project.Names, _scope) };
    }

    private FileReader Reader(SyntaxTree tree, FileSyntax syntax) => new(tree, syntax, _aliases.Contains, _scope);
}
