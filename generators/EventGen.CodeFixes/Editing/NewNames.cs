using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Editing;

/// <summary>The names that one run of a fix gives to new variables.</summary>
internal sealed class NewNames
{
    private readonly HashSet<(SyntaxNode Member, string Name)> _given = [];

    /// <summary>A name that nothing in the member has, and none given there before.</summary>
    public string Variable(SyntaxNode place, string wanted, SemanticModel model)
    {
        SyntaxNode member = place.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(static node => node is not GlobalStatementSyntax)
            ?? place.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(
            member.DescendantTokens().Where(static token => token.Parent is VariableDeclaratorSyntax or ParameterSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax)
                .Select(static token => token.ValueText)
                .Concat(model.LookupSymbols(place.SpanStart).Where(static symbol => symbol is ILocalSymbol or IParameterSymbol).Select(static symbol => symbol.Name)),
            StringComparer.Ordinal);

        string name = wanted;
        for (int number = 2; taken.Contains(name) || !_given.Add((member, name)); number++) name = wanted + number.ToString(CultureInfo.InvariantCulture);
        return name;
    }
}
