namespace EventGen.Generators.Models;

/// <summary>One declared event, as its own declaration tells it.</summary>
/// <param name="Type">The payload type.</param>
/// <param name="ContainingType">The full name of the type it is nested in; empty when it is not.</param>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Accessor">The accessor's name, not escaped.</param>
/// <param name="Description">What it means; empty when nothing says so.</param>
/// <param name="Version">The version of its contract.</param>
/// <param name="IsDurable">Whether it is marked <c>[Durable]</c>.</param>
/// <param name="IsPublic">Whether other assemblies can name it.</param>
/// <param name="Fields">Its parts as its descriptor lists them.</param>
/// <param name="Construction">How it is made of its parts; <see langword="null"/> when it gets no such overloads.</param>
/// <param name="Publishers">The publishers it goes to.</param>
/// <param name="PublishersOnReceive">Those that get it also when it was received.</param>
/// <param name="Key">The part that orders deliveries.</param>
/// <param name="Groups">The groups it is in.</param>
/// <param name="Delivery">How its handlers are attempted.</param>
/// <param name="Triggers">What fires it besides a call.</param>
/// <param name="Upgrades">How its older versions are read.</param>
/// <param name="Sensitive">The paths of its sensitive parts, in each version.</param>
/// <param name="WarningAttributes">What the accessor repeats of the type's attributes.</param>
/// <param name="Suppressions">What code that names it has to silence.</param>
internal sealed record EventModel(
    TypeName Type,
    string ContainingType,
    string Id,
    string Accessor,
    string Description,
    int Version,
    bool IsDurable,
    bool IsPublic,
    EquatableArray<FieldModel> Fields,
    ConstructionModel? Construction,
    EquatableArray<string> Publishers,
    EquatableArray<string> PublishersOnReceive,
    KeyModel? Key,
    EquatableArray<MembershipModel> Groups,
    DeliveryModel Delivery,
    EquatableArray<TriggerModel> Triggers,
    EquatableArray<UpgradeModel> Upgrades,
    EquatableArray<string> Sensitive,
    WarningAttributeModel WarningAttributes,
    SuppressionModel Suppressions);
