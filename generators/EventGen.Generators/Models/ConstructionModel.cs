namespace EventGen.Generators.Models;

/// <summary>How a payload is made of its parts.</summary>
/// <param name="Parts">The parts in the order in which the overloads take them: those without a default first.</param>
/// <param name="Arguments">The constructor's arguments, in its order.</param>
/// <param name="Initializers">What the object initializer sets: <c>Name = name</c>.</param>
/// <param name="IsPublic">Whether constructor and members are as public as a public event.</param>
internal sealed record ConstructionModel(
    EquatableArray<PartModel> Parts,
    EquatableArray<string> Arguments,
    EquatableArray<string> Initializers,
    bool IsPublic);
