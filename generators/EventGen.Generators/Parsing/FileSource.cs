using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>One file of a project that is read.</summary>
/// <param name="Name">What it goes by in the project, which an edit leaves it.</param>
/// <param name="Tree">Its tree.</param>
/// <param name="Syntax">What its syntax tells.</param>
internal sealed record FileSource(string Name, SyntaxTree Tree, FileSyntax Syntax);
