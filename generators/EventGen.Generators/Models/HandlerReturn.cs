namespace EventGen.Generators.Models;

internal enum HandlerReturn
{
    Void,
    Task,
    ValueTask,
}
