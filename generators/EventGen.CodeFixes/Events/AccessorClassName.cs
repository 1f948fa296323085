using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Events;

/// <summary>Names the class of accessors with <c>[assembly: EventGenOptions]</c>, in the attribute there is or in a new file.</summary>
internal static class AccessorClassName
{
    public static async Task<Solution> ChangeAsync(Project project, Compilation compilation, CancellationToken cancellationToken)
    {
        var name = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(
                SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(Identifiers.Join((compilation.AssemblyName ?? "").Split('.').Last()) + "Events")))
            .WithNameEquals(SyntaxFactory.NameEquals("AccessorName"));
        if (compilation.Assembly.FindAttribute(RuntimeNames.OptionsAttribute)?.ApplicationSyntaxReference is not { } place || project.GetDocument(place.SyntaxTree) is not { } document)
        {
            var root = SyntaxFactory.ParseCompilationUnit($"using EventGen;\n\n[assembly: EventGenOptions({name.NormalizeWhitespace()})]\n", options: (CSharpParseOptions?)project.ParseOptions);
            return project.AddDocument("EventGenOptions.cs", root).Project.Solution;
        }

        var attribute = (AttributeSyntax)await place.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
        var arguments = attribute.ArgumentList?.Arguments.Where(static argument => argument.NameEquals?.Name.Identifier.ValueText != "AccessorName") ?? [];
        var changed = attribute.WithArgumentList(
            SyntaxFactory.AttributeArgumentList(SyntaxFactory.SeparatedList(arguments.Select(static argument => argument.WithoutTrivia()).Append(name)))
                .NormalizeWhitespace());
        var old = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return project.Solution.WithDocumentSyntaxRoot(document.Id, old.ReplaceNode(attribute, changed));
    }
}
