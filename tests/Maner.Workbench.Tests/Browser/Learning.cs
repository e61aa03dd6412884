using Maner.Annotation;
using Maner.Annotation.Learning;
using Maner.Annotation.Selection;
using Maner.Testing;
using Maner.Training;
using Maner.Web.Workbench;
using Xunit;

namespace Maner.Workbench.Tests.Browser;

/// <summary>The real training in the background, by a real child process, but short.</summary>
internal static class Learning
{
    public static IWorkbenchLearning Of(AnnotationProject project)
    {
        string folder = project.Path + "-models";
        var program = new TrainingProgram("dotnet", [Path.Combine(AppContext.BaseDirectory, "maner.dll")]);
        var options = new LearningOptions { StartModel = Path.Combine(SharedFiles.Repository, "models", "mini-ner"), Training = new TrainingOptions { Epochs = 2, MinUpdates = 0 } };
        return new ProjectLearning(new LearningLoop(new ProjectStore(project), new ChildTrainingRunner(program, new ModelFolders(folder)), folder, options, ownsStore: true));
    }

    /// <summary>Waits until the start model has read the sentences.</summary>
    public static async Task WaitForSuggestionsAsync(Bench bench, int sentences)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (bench.Project.Suggestions().Count < sentences)
        {
            Assert.False(limit.IsCancellationRequested, $"after a minute there are {bench.Project.Suggestions().Count} of {sentences} suggestions");
            await Task.Delay(100, CancellationToken.None);
        }
    }
}
