using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Events;

/// <summary>Marks a type with <c>[Event]</c>.</summary>
internal static class EventMark
{
    /// <summary>Whether the type is one of the project and can be an event, and is none yet.</summary>
    public static bool Fits(INamedTypeSymbol type, ParseScope scope) =>
        scope.IsOwn(type)
        && type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsStatic: false, IsAbstract: false, IsRefLikeType: false }
        && !type.IsInGeneric() && TypeAccessibility.Violation(type, scope) is null && !type.HasAttribute(RuntimeNames.EventAttribute);

    public static NodeEdit On(Document document, TypeDeclarationSyntax type, string attribute = "EventGen.Event") =>
        new(document, type, "mark", current => Attributes.With((TypeDeclarationSyntax)current, Names.Attribute(attribute)));
}
