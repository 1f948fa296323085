using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Fingerprints;

/// <summary>Reads a file's members and leaves their bodies out. Used once.</summary>
/// <remarks>
/// A body is left out where no symbol depends on it: the text around it is the same, so the declarations around it are.
/// That holds when all that surrounds the body parses, and when no directive stands in it, for those reach beyond it
/// (<c>#nullable</c>, <c>#if</c>). Elsewhere the body counts as part of the fingerprint. Initialisers, default values and
/// attributes always do, and so do top-level statements, whose variables are in scope in the rest of the file.
/// Whether a method with attributes is one whose body emits nothing is told by its syntax, and is part of the fingerprint.
/// What a body decides all the same is whether a member has a backing field (<c>field</c>) or is an iterator: nothing may
/// be generated from that.
/// </remarks>
internal sealed class FingerprintReader(SourceText text)
{
    private const int EndOfNode = -1;
    private const int LeftOut = -2;

    private readonly DigestWriter _digest = new();
    private readonly List<string> _globalAliases = [];
    private readonly List<string> _localAliases = [];
    private readonly List<MarkedDeclaration> _marked = [];
    private readonly List<TypeDeclarationSyntax> _derivedTypes = [];
    private readonly List<TextSpan> _leftOut = [];
    private int _written;   // the text before this place is in the digest, or was left out

    public FileFingerprint Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        _digest.Write(tree.FilePath);
        _digest.Write((CSharpParseOptions)tree.Options);
        Visit(tree.GetRoot(cancellationToken), parses: true);
        _digest.Write(text, TextSpan.FromBounds(_written, text.Length));
        return new FileFingerprint(_digest.Finish(), new FileSyntax(new FileAliases(_globalAliases, _localAliases), _marked, _derivedTypes), tree, _leftOut);
    }

    /// <summary>Whether the node is what is left out where the declarations around it parse.</summary>
    public static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax
        && node.Parent is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or AccessorDeclarationSyntax;

    private void Visit(SyntaxNode node, bool parses)
    {
        Note(node);
        var children = node.ChildNodesAndTokens();
        parses = parses && Parses(children);
        foreach (var child in children)
        {
            _digest.Write(child.RawKind);
            if (child.AsNode() is not { } inner) _digest.Write(child.FullSpan.Length);
            else if (HoldsBodies(inner)) Visit(inner, parses);
            else if (parses && IsBody(inner) && !inner.ContainsDirectives) LeaveOutBody(inner.Span);
            else _digest.Write(child.FullSpan.Length);
        }

        _digest.Write(EndOfNode);
    }

    // The trivia around a body stays in: documentation, directives and white space of what follows.
    private void LeaveOutBody(TextSpan body)
    {
        _digest.Write(text, TextSpan.FromBounds(_written, body.Start));
        _digest.Write(LeftOut);
        _leftOut.Add(body);
        _written = body.End;
    }

    private void Note(SyntaxNode node)
    {
        switch (node)
        {
            case CompilationUnitSyntax file:
                NoteAliases(file.Usings);
                break;
            case BaseNamespaceDeclarationSyntax space:
                NoteAliases(space.Usings);
                break;
            case TypeDeclarationSyntax type:
                NoteAttributes(type);
                if (FileSyntax.MayInherit(type)) _derivedTypes.Add(type);
                break;
            case MethodDeclarationSyntax method:
                NoteAttributes(method);
                if (method.AttributeLists.Count > 0) _digest.Write(HandlerBody.EmitsNothing(method) ? 1 : 0);
                break;
        }
    }

    private void NoteAliases(SyntaxList<UsingDirectiveSyntax> usings)
    {
        foreach (var directive in usings)
        {
            if (directive.Alias is not { } alias) continue;
            var aliases = directive.GlobalKeyword.IsKind(SyntaxKind.None) ? _localAliases : _globalAliases;
            aliases.Add(alias.Name.Identifier.ValueText);
        }
    }

    private void NoteAttributes(MemberDeclarationSyntax declaration)
    {
        if (declaration.AttributeLists.Count == 0) return;
        _marked.Add(new MarkedDeclaration(
            declaration, [.. declaration.AttributeLists.SelectMany(static list => list.Attributes).Select(static attribute => WrittenAttribute.LastName(attribute.Name))]));
    }

    private static bool HoldsBodies(SyntaxNode node) => node is MemberDeclarationSyntax or AccessorListSyntax or AccessorDeclarationSyntax;

    // What is wrong inside a body, or inside a member, concerns nobody around it.
    private static bool Parses(ChildSyntaxList children)
    {
        foreach (var child in children)
        {
            if (child.ContainsDiagnostics && !(child.AsNode() is { } inner && (HoldsBodies(inner) || IsBody(inner)))) return false;
        }

        return true;
    }
}
