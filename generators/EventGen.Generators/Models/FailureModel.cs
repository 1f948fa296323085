namespace EventGen.Generators.Models;

/// <summary>An item that could not be read or written, because of a defect of the generator.</summary>
/// <param name="Item">Its name, as people know it.</param>
/// <param name="Cause">What went wrong.</param>
internal sealed record FailureModel(string Item, string Cause)
{
    public FailureModel(string item, Exception exception) : this(item, $"{exception.GetType().Name}: {exception.Message}")
    {
    }
}
