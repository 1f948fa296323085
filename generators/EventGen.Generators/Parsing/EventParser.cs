using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads the declaration of an event.</summary>
internal static class EventParser
{
    /// <returns>The event; <see langword="null"/> when the type is none or cannot be one.</returns>
    public static EventModel? Parse(INamedTypeSymbol type, ParseScope scope)
    {
        if (Identify(type, scope) is not { } identity) return null;

        var attribute = type.FindAttribute(RuntimeNames.EventAttribute)!;
        var used = new SuppressionCollector(scope).Use(type);
        var members = PayloadMembers.All(type);
        if (identity.Key is { } key) used.Use(members.FirstOrDefault(member => member.Name == key.Member));
        var construction = ConstructionParser.Parse(type, scope, used);

        return new EventModel(
            identity.Type,
            identity.ContainingType,
            identity.Id,
            identity.Accessor,
            attribute.Named<string>("Description") ?? DocComment.Summary(type, scope.CancellationToken),
            ContractParser.VersionOf(type),
            type.HasAttribute(RuntimeNames.DurableAttribute),
            type.IsPublic(),
            PayloadMembers.Fields(members, used, scope),
            construction,
            identity.Publishers,
            Publishers.OnReceive(type).ToEquatableArray(),
            identity.Key,
            GroupParser.Memberships(type, scope),
            DeliveryParser.Parse(type, scope, used),
            TriggerParser.Parse(type, scope, used),
            UpgradeParser.Parse(type, scope, used),
            SensitiveParser.Parse(type, UpgradeParser.Steps(type, scope).Select(static step => step.Payload)),
            WarningAttributes.Of(type),
            used.ToModel());
    }

    /// <summary>Reads what decides whether the type is an event: all that an analyzer has to know, without what is only printed.</summary>
    /// <returns>The event; <see langword="null"/> when the type is none or cannot be one.</returns>
    public static EventIdentity? Identify(INamedTypeSymbol type, ParseScope scope)
    {
        if (type.FindAttribute(RuntimeNames.EventAttribute) is not { } attribute || !scope.Supports(type)) return null;

        if (Violation(type, scope) is { } violation)
        {
            scope.Report(EventRules.TypeCannotBeEvent, type, type.FullName(), violation.Fact, violation.Remedy);
            return null;
        }

        // The id is not made from a given accessor name: what code calls the event is no reason to call it otherwise on the wire.
        string name = EventId.AccessorOf(type.Name), accessor = attribute.Named<string>("AccessorName") ?? name;
        string id = attribute.FirstText() ?? EventId.FromAccessor(name);
        bool valid = EventId.IsValid(id);
        if (!valid) scope.Report(EventRules.InvalidId, attribute, type, type.FullName(), id, EventId.Repair(id));
        if (!Identifiers.IsValid(accessor))
        {
            scope.Report(EventRules.InvalidAccessor, attribute, type, "Event", type.FullName(), accessor, Identifiers.Repair(accessor, name));
            valid = false;
        }

        valid &= KeyParser.TryParse(type, scope, out var key);
        if (!scope.IsForCode)
        {
            DeliveryParser.Parse(type, scope);
            TriggerParser.Parse(type, scope, new SuppressionCollector(scope));
            UpgradeParser.Parse(type, scope, new SuppressionCollector(scope));
        }

        return valid ? new EventIdentity(type.ToTypeName(scope.Aliases), type.ContainingType?.FullName() ?? "", id, accessor, Publishers.Of(type).ToEquatableArray(), key) : null;
    }

    private static Violation? Violation(INamedTypeSymbol type, ParseScope scope)
    {
        if (type.IsStatic) return new("is a static class, which has no instances", "make it a record");
        if (type.IsAbstract) return new("is abstract", "mark the concrete types that are emitted");
        if (type.IsInGeneric()) return new("is generic", "declare a concrete type for each event");
        if (type.IsRefLikeType) return new("is a ref struct, which cannot be queued", "make it a record or a struct");
        return TypeAccessibility.Violation(type, scope);
    }
}
