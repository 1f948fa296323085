using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Triggers;

/// <summary>A trigger in the code of its event.</summary>
/// <param name="Event">The event.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Syntax">The part of the event that has the attribute.</param>
/// <param name="Model">Of its file.</param>
internal sealed record TriggerDeclaration(INamedTypeSymbol Event, INamedTypeSymbol Entity, AttributeData Attribute, TypeDeclarationSyntax Syntax, SemanticModel Model)
{
    /// <returns>The trigger that a diagnostic is about; <see langword="null"/> when its entity is none.</returns>
    public static async Task<TriggerDeclaration?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { Parent.Parent: TypeDeclarationSyntax declaration } written) return null;

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type) return null;
        var attribute = type.GetAttributes().FirstOrDefault(one => one.ApplicationSyntaxReference is { } place && place.SyntaxTree == written.SyntaxTree && place.Span == written.Span);
        return attribute is not null && TriggerParser.EntityOf(attribute) is { } entity ? new TriggerDeclaration(type, entity, attribute, declaration, model) : null;
    }

    /// <summary>The change of the entity, as the event's file names it.</summary>
    public string Change => Named(Model.Compilation.GetTypeByMetadataName($"{RuntimeNames.EntityChange}`1")!.Construct(Entity));

    /// <summary>The exception for code that is still to be written, as the event's file names it.</summary>
    public string NotImplemented => Named(Model.Compilation.GetTypeByMetadataName("System.NotImplementedException")!);

    /// <summary>The type as the event's file names it.</summary>
    public string Named(ITypeSymbol type) => type.ToMinimalDisplayString(Model, Syntax.Identifier.SpanStart);

    /// <summary>Adds a member to the event.</summary>
    /// <param name="document">The event's file.</param>
    /// <param name="member">Its text, without indent.</param>
    /// <param name="purpose">Tells it from others.</param>
    public NodeEdit Adding(Document document, string member, string purpose) =>
        new(document, Syntax, purpose, current => AddedMember.To((TypeDeclarationSyntax)current, member));
}
