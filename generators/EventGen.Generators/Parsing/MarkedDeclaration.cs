using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>A declaration with attributes.</summary>
/// <param name="Declaration">The type or method.</param>
/// <param name="Attributes">The last part of each attribute's name, as written.</param>
internal sealed record MarkedDeclaration(MemberDeclarationSyntax Declaration, IReadOnlyList<string> Attributes)
{
    /// <summary>
    /// Whether one of them can be the attribute of that name. An alias can stand for any attribute, so what it stands for
    /// is left to whoever knows symbols.
    /// </summary>
    public bool MayHave(string attribute, Func<string, bool> isAlias)
    {
        foreach (string name in Attributes)
        {
            if (WrittenAttribute.MayBe(attribute, name) || isAlias(name) || isAlias(name + WrittenAttribute.Suffix)) return true;
        }

        return false;
    }
}
