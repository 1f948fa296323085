using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Parsing;

/// <summary>Names many types of few namespaces: a namespace's name is made once.</summary>
/// <remarks>Used inside one read, by one thread.</remarks>
internal sealed class TypeNames
{
    private readonly Dictionary<INamespaceSymbol, (string Global, string FullName)> _spaces = new(SymbolEqualityComparer.Default);

    public TypeName Of(INamedTypeSymbol type)
    {
        string name = type.Name;
        bool isPlain = type is { ContainingType: null, Arity: 0 } && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None;
        if (!isPlain) return type.ToTypeName();
        if (_spaces.TryGetValue(type.ContainingNamespace, out var space)) return new TypeName(space.Global + name, space.FullName + name, name);

        var first = type.ToTypeName();
        _spaces.Add(type.ContainingNamespace, (WithoutLast(first.Global, name), WithoutLast(first.FullName, name)));
        return first;
    }

    private static string WithoutLast(string text, string name) => text.Substring(0, text.Length - name.Length);
}
