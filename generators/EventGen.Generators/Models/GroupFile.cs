namespace EventGen.Generators.Models;

/// <summary>What one group's file is written from.</summary>
/// <param name="Type">The interface.</param>
/// <param name="Id">Its name.</param>
/// <param name="Identifier">What generated members are named after: its full name, and once the module is known made unique in it.</param>
/// <param name="Hint">The distinct part of the file's name.</param>
/// <param name="Declared">Its declaration, if it is the project's.</param>
/// <param name="HasAccessor">Whether it is, and nothing else has the accessor's name.</param>
/// <param name="Members">The project's events in it, in the order in which their types are tested.</param>
internal sealed record GroupFile(
    TypeName Type, string Id, string Identifier, string Hint, GroupModel? Declared, bool HasAccessor, EquatableArray<MembershipModel> Members);
