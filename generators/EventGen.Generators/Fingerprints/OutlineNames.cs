using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.Generators.Fingerprints;

/// <summary>The names in a file's declarations: they decide which files its declarations can depend on.</summary>
/// <param name="Mentioned">Every identifier outside of the bodies that the fingerprint leaves out, each once.</param>
/// <param name="Types">The types that the file declares; of an attribute also the name without its suffix.</param>
/// <param name="Namespaces">The namespaces that the file declares types in, and those around them, by full name.</param>
/// <param name="Shared">What the file says for the whole project: global usings and attributes of the assembly.</param>
/// <param name="MentionedForAll">The identifiers in that.</param>
/// <param name="ConcernsAll">Whether the compiler may use the file's types where no code names them.</param>
internal sealed record OutlineNames(
    IReadOnlyCollection<string> Mentioned,
    IReadOnlyCollection<string> Types,
    IReadOnlyCollection<string> Namespaces,
    IReadOnlyList<string> Shared,
    IReadOnlyCollection<string> MentionedForAll,
    bool ConcernsAll)
{
    // The type that top-level statements are in.
    private const string Program = "Program";

    // Tuples, records and required members need types of this namespace.
    private const string Framework = "System";

    /// <param name="root">The file.</param>
    /// <param name="leftOut">The bodies that are no part of its fingerprint.</param>
    public static OutlineNames Of(SyntaxNode root, IReadOnlyCollection<TextSpan> leftOut)
    {
        var bodies = new HashSet<TextSpan>(leftOut);
        var mentioned = new HashSet<string>(StringComparer.Ordinal);
        var types = new HashSet<string>(StringComparer.Ordinal);
        var namespaces = new HashSet<string>(StringComparer.Ordinal);
        var shared = new List<string>();
        var mentionedForAll = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in root.DescendantNodesAndTokensAndSelf(node => !FingerprintReader.IsBody(node) || !bodies.Contains(node.Span)))
        {
            if (item.IsToken)
            {
                if (item.IsKind(SyntaxKind.IdentifierToken)) mentioned.Add(item.AsToken().ValueText);
                continue;
            }

            switch (item.AsNode())
            {
                case BaseTypeDeclarationSyntax type:
                    AddType(type.Identifier.ValueText);
                    break;
                case DelegateDeclarationSyntax type:
                    AddType(type.Identifier.ValueText);
                    break;
                case GlobalStatementSyntax:
                    types.Add(Program);
                    mentioned.Add(Program);
                    break;
                case BaseNamespaceDeclarationSyntax space:
                    AddNamespaces(space);
                    break;
                case UsingDirectiveSyntax directive when !directive.GlobalKeyword.IsKind(SyntaxKind.None):
                    AddShared(directive);
                    break;
                case AttributeListSyntax { Parent: CompilationUnitSyntax } attributes:
                    AddShared(attributes);
                    break;
            }
        }

        return new OutlineNames(
            [.. mentioned], [.. types], [.. namespaces], shared, [.. mentionedForAll],
            namespaces.Any(static name => name == Framework || name.StartsWith(Framework + ".", StringComparison.Ordinal)));

        void AddType(string name)
        {
            types.Add(name);
            if (name.EndsWith(WrittenAttribute.Suffix, StringComparison.Ordinal)) types.Add(name.Substring(0, name.Length - WrittenAttribute.Suffix.Length));
        }

        void AddNamespaces(BaseNamespaceDeclarationSyntax space)
        {
            string path = "";
            foreach (var part in space.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse()
                         .SelectMany(static one => one.Name.DescendantTokens()).Where(static token => token.IsKind(SyntaxKind.IdentifierToken)))
            {
                path = path.Length == 0 ? part.ValueText : $"{path}.{part.ValueText}";
                namespaces.Add(path);
            }
        }

        void AddShared(SyntaxNode node)
        {
            shared.Add(node.ToFullString());
            mentionedForAll.UnionWith(node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText));
        }
    }
}
