using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads groups, and which of them an event is in.</summary>
internal static class GroupParser
{
    /// <returns>The group; <see langword="null"/> when the interface is none or cannot be one.</returns>
    public static GroupModel? Parse(INamedTypeSymbol type, ParseScope scope)
    {
        if (type.TypeKind != TypeKind.Interface || type.FindAttribute(RuntimeNames.EventGroupAttribute) is not { } attribute || !scope.Supports(type)) return null;
        if ((Violation(type) ?? TypeAccessibility.Violation(type, scope)) is { } violation)
        {
            scope.Report(GroupRules.CannotBeGroup, type, type.FullName(), violation.Fact, violation.Remedy);
            return null;
        }

        string name = AccessorOf(type.Name), accessor = attribute.Named<string>("AccessorName") ?? name;
        if (Identifiers.IsValid(accessor))
        {
            return new GroupModel(
                type.ToTypeName(scope.Aliases), IdOf(type), accessor, DocComment.Summary(type, scope.CancellationToken), type.IsPublic(),
                new SuppressionCollector(scope).Use(type).ToModel());
        }

        scope.Report(EventRules.InvalidAccessor, attribute, type, "Group", type.FullName(), accessor, Identifiers.Repair(accessor, name));
        return null;
    }

    /// <summary>Whether the type is the interface of a group.</summary>
    public static bool IsGroup(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface } named && named.HasAttribute(RuntimeNames.EventGroupAttribute) && Violation(named) is null;

    /// <summary>The groups that a type is in, by full name.</summary>
    public static IEnumerable<INamedTypeSymbol> GroupsOf(ITypeSymbol type) =>
        type.AllInterfaces.Where(IsGroup).OrderBy(static group => group.FullName(), StringComparer.Ordinal);

    public static EquatableArray<MembershipModel> Memberships(INamedTypeSymbol type, ParseScope scope) => GroupsOf(type)
        .Where(group => TypeAccessibility.CanName(group, scope))
        .Select(group => new MembershipModel(
            group.ToTypeName(scope.Aliases), IdOf(group), type.ToTypeName(scope.Aliases), type.IsSealed || type.IsValueType, type.BaseClasses().Count(),
            new SuppressionCollector(scope).Use(group).Use(type).ToModel()))
        .ToEquatableArray();

    /// <summary>The accessor that a group has when it asks for none: <c>IIngestEvent</c> is <c>Ingest</c>.</summary>
    public static string AccessorOf(string name) =>
        EventId.AccessorOf(name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : name);

    private static Violation? Violation(INamedTypeSymbol type)
    {
        if (type.IsInGeneric()) return new("is generic", "declare it without type parameters");
        return OpenMember(type) is { } open
            ? new($"has the static member '{open.Name}' without an implementation, which keeps it from being a type argument", "implement it, or move it to another interface")
            : null;
    }

    // CS8920: nobody could call it.
    private static ISymbol? OpenMember(INamedTypeSymbol type) => type.AllInterfaces.Prepend(type).SelectMany(static level => level.GetMembers())
        .FirstOrDefault(member => member is { IsStatic: true, IsAbstract: true } and not IMethodSymbol { AssociatedSymbol: not null } && type.FindImplementationForInterfaceMember(member) is null);

    private static string IdOf(INamedTypeSymbol group) =>
        group.FindAttribute(RuntimeNames.EventGroupAttribute)!.FirstText() is { Length: > 0 } id ? id : EventId.FromAccessor(AccessorOf(group.Name));
}
