using Microsoft.CodeAnalysis;

namespace EventGen.CodeFixes.Editing;

/// <summary>One change that a fix makes. What several diagnostics ask for alike is made once.</summary>
/// <param name="Document">Where the node is.</param>
/// <param name="Node">What is changed.</param>
/// <param name="Purpose">Tells the changes of one node apart.</param>
/// <param name="Change">Makes the new node of what the node has become by then.</param>
internal sealed record NodeEdit(Document Document, SyntaxNode Node, string Purpose, Func<SyntaxNode, SyntaxNode> Change);
